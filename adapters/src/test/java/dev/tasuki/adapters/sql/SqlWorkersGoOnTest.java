package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No failure ends a worker, the heartbeat or the watch of the broker: each would be missing for good. */
@ExtendWith(NoThreadLeft.class)
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class SqlWorkersGoOnTest {
    private static final String QUEUE = "queue.test";
    private static final String WORKER = "tasuki-" + QUEUE + "-0";
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    Path directory;

    private Database sound;
    private final Queue<String> handled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String victim = WORKER;
    private volatile Supplier<Exception> failure = () -> new IllegalStateException("a driver's defect");
    private SqlBroker broker;

    @BeforeEach
    void open() {
        sound = Database.open(DatabaseSettings.sqlite(directory.resolve("tasuki.db")), InstantSource.system());
        broker = new SqlBroker(new Database(Dialect.SQLITE, new Faulty()), OFTEN);
    }

    @AfterEach
    void close() {
        failures.set(0);
        broker.close();
        sound.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {WORKER, "tasuki-sql-heartbeat", "tasuki-sql-watch"})
    void aThreadGoesOnAfterAnUnexpectedFailure(String thread) {
        victim = thread;
        failures.set(1);
        try (var subscription = broker.subscribe(QUEUE, 1, this::accept);
                SqlBroker elsewhere = new SqlBroker(sound)) {
            Eventually.holds(() -> assertThat(failures).hasValue(0));
            // Workers that are still there come to their second failure.
            failures.set(1);
            Eventually.holds(() -> assertThat(failures).hasValue(0));
            elsewhere.publish(Message.durable(QUEUE, new byte[0], "after"));
            Eventually.holds(() -> assertThat(handled).containsExactly("after"));
        }
    }

    @Test
    void aMessageThatCouldNotBeSettledIsSettledLater() {
        for (Supplier<Exception> kind : List.<Supplier<Exception>>of(
                () -> new SQLException("the disk is away", "08006"), () -> new IllegalStateException("a defect"))) {
            failure = kind;
            handled.clear();
            broker.publish(Message.durable(QUEUE, new byte[0], "once"));
            try (var subscription = broker.subscribe(QUEUE, 1, delivery -> {
                failures.set(1);
                return accept(delivery);
            })) {
                Eventually.holds(() -> assertThat(rows()).isZero());
            }
            assertThat(failures).hasValue(0);
            assertThat(handled).containsExactly("once");
        }
    }

    @Test
    void aMessageThatCannotBeReadGoesToTheDeadLettersAndHoldsUpNoOther() throws SQLException {
        for (String headers : List.of("x-kind: urgent", "[]", "null", "{\"x-kind\":null}")) {
            broker.publish(Message.durable(QUEUE, new byte[0], headers));
        }
        int changed = sound.write(session -> session.update("UPDATE message SET headers = correlation_id"));
        assertThat(changed).isEqualTo(4);
        broker.publish(Message.durable(QUEUE, new byte[0], "readable"));
        try (var subscription = broker.subscribe(QUEUE, 1, this::accept)) {
            Eventually.holds(() -> assertThat(handled).containsExactly("readable"));
        }
        assertThat(broker.deadLetters().list(QUEUE, 10))
                .hasSize(4)
                .allMatch(letter -> letter.reason().equals("its headers are no JSON object of text"));
    }

    private Settlement accept(Delivery delivery) {
        handled.add(delivery.message().correlationId());
        return Settlement.ACCEPT;
    }

    private long rows() throws SQLException {
        return sound.read(session -> session.first("SELECT COUNT(*) FROM message", row -> row.getLong(1)))
                .orElseThrow();
    }

    /** The database, with as many failures of the victim's calls as the test sets. */
    private final class Faulty implements Engine {
        @Override
        public <T> T write(Unit<T> unit) throws SQLException {
            fail();
            return sound.write(unit);
        }

        @Override
        public <T> T single(Unit<T> unit) throws SQLException {
            fail();
            return sound.single(unit);
        }

        @Override
        public <T> T read(Unit<T> unit) throws SQLException {
            fail();
            return sound.read(unit);
        }

        @Override
        public Connection connect() throws SQLException {
            return sound.connect();
        }

        @Override
        public void close() {
            sound.close();
        }

        private void fail() throws SQLException {
            if (Thread.currentThread().getName().equals(victim)
                    && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                Exception now = failure.get();
                if (now instanceof SQLException sql) {
                    throw sql;
                }
                throw (RuntimeException) now;
            }
        }
    }
}
