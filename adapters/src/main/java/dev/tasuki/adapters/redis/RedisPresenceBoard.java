package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.port.PresenceBoard;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who is there, in Redis, by its own clock. Each method is one operation of one script.
 *
 * @param rows closed by who opened them
 */
public record RedisPresenceBoard(RedisRows rows) implements PresenceBoard {
    @Override
    public Optional<Wish> tell(String process, String about, Duration life) {
        long told = Answer.number(rows.write("tell", process, about, life.toMillis(), REMEMBERED.toMillis()));
        return told == 0 ? Optional.empty() : Optional.of(told == 1 ? Wish.WORK : Wish.DRAIN);
    }

    @Override
    public void leave(String process) {
        rows.write("leave", process);
    }

    @Override
    public boolean wish(String process, Wish wish) {
        return Answer.number(rows.write("wish", process, wish == Wish.DRAIN ? 1 : 0)) == 1;
    }

    @Override
    public boolean forget(String process) {
        return Answer.number(rows.write("forget", process)) == 1;
    }

    @Override
    public List<Present> all() {
        return Answer.list(rows.read("present", REMEMBERED.toMillis())).stream()
                .map(RedisPresenceBoard::present)
                .sorted(Comparator.comparing(Present::process))
                .toList();
    }

    private static Present present(Object answer) {
        List<Object> parts = Answer.list(answer);
        return new Present(
                Answer.text(parts.getFirst()),
                Answer.text(parts.get(1)),
                Duration.ofMillis(Math.max(0, Answer.number(parts.get(2)))),
                Answer.number(parts.get(3)) == 1,
                Answer.number(parts.get(4)) == 1 ? Wish.DRAIN : Wish.WORK);
    }
}
