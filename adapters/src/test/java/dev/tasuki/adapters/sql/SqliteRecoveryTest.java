package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.MovableClock;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the work of a process that died, and of messages nobody wants. */
@ExtendWith(NoThreadLeft.class)
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class SqliteRecoveryTest {
    private static final String QUEUE = "queue.recovery";

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private Database database;
    private MessageTable dead;
    private SqlBroker broker;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseSettings.sqlite(directory.resolve("tasuki.db")), clock);
        dead = new MessageTable(database, "a consumer that died");
        broker = new SqlBroker(database);
    }

    @AfterEach
    void close() {
        broker.close();
        database.close();
    }

    @Test
    void theLockOfADeadConsumerLapses() {
        broker.publish(Message.durable(QUEUE, new byte[0], "m"));
        MessageTable.Held held = dead.take(QUEUE).orElseThrow();
        assertThat(dead.take(QUEUE)).isEmpty();

        clock.advance(MessageTable.LOCK.plusMillis(1));

        List<Integer> counts = new CopyOnWriteArrayList<>();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
            counts.add(delivery.count());
            return Settlement.ACCEPT;
        })) {
            Eventually.holds(() -> assertThat(counts).containsExactly(2));
            Eventually.holds(() ->
                    assertThat(broker.status().queues().getFirst().ready()).isZero());
        }
        assertThat(dead.settle(held, Settlement.ACCEPT))
                .as("its late settlement")
                .isFalse();
    }

    @Test
    void aSignOfLifeKeepsTheLock() {
        broker.publish(Message.durable(QUEUE, new byte[0], "m"));
        MessageTable.Held held = dead.take(QUEUE).orElseThrow();
        clock.advance(Duration.ofSeconds(20));
        dead.extendLocks();
        clock.advance(Duration.ofSeconds(20));

        assertThat(new MessageTable(database, "another").take(QUEUE)).isEmpty();
        assertThat(dead.settle(held, Settlement.ACCEPT)).isTrue();
    }

    @Test
    void aProcessThatHasTheFileToItselfReleasesAtStartWhatTheFormerOneHeld() {
        SqlTaskStore store = new SqlTaskStore(database);
        store.accept(TaskSamples.task("running"));
        store.accept(TaskSamples.task("waiting"));
        store.apply(new Transition.Claim(new TaskId("running"), 0, "former", Duration.ofHours(1)));
        broker.publish(Message.durable(QUEUE, new byte[0], "m"));
        broker.publish(Message.durable("reply.of-the-former-process", new byte[0], "r"));
        dead.take(QUEUE).orElseThrow();

        assertThat(store.releaseLeases()).isEqualTo(1);
        assertThat(broker.releaseLocks()).isEqualTo(1);

        assertThat(store.due(new Due.Claimable(TaskKind.TRAIN, 10))).hasSize(2);
        assertThat(store.due(new Due.Lapsed(10)))
                .extracting(row -> row.id().value())
                .containsExactly("running");
        assertThat(dead.take(QUEUE)).isPresent();
        assertThat(dead.anyReady("reply.of-the-former-process")).isFalse();
    }

    @Test
    void aDeadLetterIsKeptWithItsReason() throws SQLException {
        broker.publish(Message.durable(QUEUE, new byte[] {1, 2}, "m"));
        MessageTable.Held held = dead.take(QUEUE).orElseThrow();
        dead.settle(held, new Settlement.Discard("not JSON"));
        clock.advance(Duration.ofDays(1000));
        dead.dropExpired();

        assertThat(dead.take(QUEUE)).isEmpty();
        List<String> letters = database.read(session -> session.query(
                "SELECT correlation_id, reason, body FROM message WHERE dead_at IS NOT NULL",
                row -> row.getString(1) + ": " + row.getString(2) + ", " + row.getBytes(3).length + " bytes"));
        assertThat(letters).containsExactly("m: not JSON, 2 bytes");
    }

    @Test
    void aReplyThatNobodyReadsDoesNotStayForEver() throws SQLException {
        broker.publish(new Message("reply.gone", new byte[0], "r", null, null, false, Map.of()));
        clock.advance(Duration.ofHours(2));
        dead.dropExpired();

        List<Long> left = database.read(session -> session.query("SELECT id FROM message", row -> row.getLong(1)));
        assertThat(left).isEmpty();
    }

    @Test
    void aFullDiskIsARefusalAndLeavesTheRestWhole() throws SQLException {
        SqlTaskStore store = new SqlTaskStore(database);
        store.accept(TaskSamples.task("before"));
        int pages = database.write(session -> {
            try (Statement statement = session.connection().createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA max_page_count = 1")) {
                return row.getInt(1);
            }
        });
        assertThat(pages).as("as many as there are").isGreaterThan(1);

        Message large = Message.durable(QUEUE, new byte[1_000_000], "large");
        assertThatThrownBy(() -> broker.publish(large)).isInstanceOfSatisfying(Unavailable.class, e -> {
            assertThat(e.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE);
            assertThat(e.detail()).isEqualTo("the broker's database has no space left on its disk; free some");
        });
        assertThat(store.apply(new Transition.Cancel(new TaskId("before")))).isTrue();
        assertThat(dead.anyReady(QUEUE)).isFalse();
    }

    @Test
    void textWithANulIsStoredAllTheSame() {
        SqlTaskStore store = new SqlTaskStore(database);
        store.accept(TaskSamples.task("m", "d", List.of("a\0b")));

        assertThat(store.find(new TaskId("m")).orElseThrow().spec().tags()).containsExactly("a\uFFFDb");
    }
}
