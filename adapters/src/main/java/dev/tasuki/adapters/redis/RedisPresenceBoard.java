package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.port.PresenceBoard;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Who is there, in Redis, by its own clock. Each method is one operation of one script.
 *
 * @param rows closed by who opened them
 */
public record RedisPresenceBoard(RedisRows rows) implements PresenceBoard {
    @Override
    public boolean tell(String process, String about, Duration life) {
        return Answer.number(rows.write("tell", process, about, life.toMillis())) == 1;
    }

    @Override
    public void leave(String process) {
        rows.write("leave", process);
    }

    @Override
    public List<Present> all() {
        return Answer.list(rows.read("present")).stream()
                .map(RedisPresenceBoard::present)
                .sorted(Comparator.comparing(Present::process))
                .toList();
    }

    private static Present present(Object answer) {
        List<Object> parts = Answer.list(answer);
        return new Present(
                Answer.text(parts.getFirst()),
                Answer.text(parts.get(1)),
                Duration.ofMillis(Math.max(0, Answer.number(parts.get(2)))));
    }
}
