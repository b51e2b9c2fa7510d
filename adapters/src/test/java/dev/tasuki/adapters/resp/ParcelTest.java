package dev.tasuki.adapters.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;

/** What of a batch goes as one, and in which order. */
class ParcelTest {
    private static final Script SCRIPT = Script.of("return 1");
    private static final RedisErrors ERRORS =
            new RedisErrors(RedisSettings.parse("redis://h"), RefusalCode.BROKER_UNAVAILABLE);

    private final Semaphore room = new Semaphore(0);

    private Pending alone(String text) {
        return Pending.now(Command.plain(Protocol.Command.GET, text), room);
    }

    private Pending reply(String to, String text) {
        return one(to, "reply", text, false);
    }

    private Pending settle(String of, String text) {
        return one(of, "settle", text, true);
    }

    private Pending one(String key, String operation, String text, boolean last) {
        Command command = Command.of(SCRIPT, key, true, operation, List.of("shared"));
        int shared = command.arguments().length;
        Command kind = command.with(new Command.Together(key + operation, shared, last));
        return Pending.now(kind.followedBy(List.of(text)), room);
    }

    /** Arguments behind the script's name and the number of its keys. */
    private static List<String> sent(Pending... batch) {
        return Parcel.of(List.of(batch)).stream()
                .map(parcel -> Stream.of(parcel.command().arguments())
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .filter(text -> !text.equals(SCRIPT.sha()) && !text.equals("1"))
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow())
                .toList();
    }

    @Test
    void commandsOfOneKindGoAsOneAndSettlementsBehindEveryReply() {
        assertThat(sent(
                        settle("q", "x"),
                        reply("p", "a"),
                        settle("q", "a"),
                        reply("r", "b"),
                        reply("p", "c"),
                        settle("q", "c")))
                .containsExactly("p reply shared a c", "r reply shared b", "q settle shared x a c");
    }

    @Test
    void nothingPassesACommandThatGoesAlone() {
        assertThat(sent(settle("q", "a"), alone("k"), reply("p", "b"), settle("q", "b"), alone("m"), reply("p", "c")))
                .containsExactly(
                        "q settle shared a", "k", "p reply shared b", "q settle shared b", "m", "p reply shared c");
    }

    @Test
    void eachGetsItsOwnAnswerAndGivesUpItsPlace() {
        Pending first = reply("p", "a");
        Pending second = reply("p", "b");
        Parcel both = Parcel.of(List.of(first, second)).getFirst();
        both.complete(List.of(1L, 0L), ERRORS);

        assertThat(first.answer().join()).isEqualTo(1L);
        assertThat(second.answer().join()).isEqualTo(0L);
        both.fail(ERRORS.closed());
        assertThat(room.availablePermits()).as("each place once").isEqualTo(2);
    }

    @Test
    void anAnswerForFewerThanWereSentIsADefectForAll() {
        Pending first = reply("p", "a");
        Pending second = reply("p", "b");
        Parcel.of(List.of(first, second)).getFirst().complete(List.of(1L), ERRORS);

        for (Pending pending : List.of(first, second)) {
            assertThatThrownBy(() -> Lane.join(pending.answer()))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining("refused a command, which is a defect here");
        }
        assertThat(room.availablePermits()).isEqualTo(2);
    }
}
