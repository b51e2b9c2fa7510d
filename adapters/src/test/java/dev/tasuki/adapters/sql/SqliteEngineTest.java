package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers that wait for one of two connections. */
@Timeout(120)
final class SqliteEngineTest {
    private static final int READERS = 2;

    @TempDir
    Path directory;

    private final AtomicInteger opened = new AtomicInteger();
    private final CountDownLatch bothRead = new CountDownLatch(READERS);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private SqliteEngine engine;

    @BeforeEach
    void open() throws SQLException {
        SqliteFile file = new SqliteFile("jdbc:sqlite:" + directory.resolve("x.db"), InstantSource.system());
        engine = new SqliteEngine(
                () -> {
                    opened.incrementAndGet();
                    return file.connect(SqliteFile.Use.READ);
                },
                GroupCommit.start(file),
                READERS);
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        threads.close();
        engine.close();
    }

    @Test
    void whoWaitsIsServedThoughBothConnectionsFail() throws Exception {
        Future<?> first = threads.submit(() -> engine.read(session -> fail()));
        Future<?> second = threads.submit(() -> engine.read(session -> fail()));
        bothRead.await();
        Future<Integer> third = waiting();

        mayEnd.countDown();

        assertThat(third.get(1, TimeUnit.MINUTES)).isEqualTo(1);
        assertThatThrownBy(first::get).hasRootCauseMessage("broken");
        assertThatThrownBy(second::get).hasRootCauseMessage("broken");
        assertThat(opened).hasValue(3);
    }

    @Test
    void whoWaitsIsRefusedWhenTheDatabaseCloses() throws Exception {
        Future<Integer> first = threads.submit(() -> engine.read(session -> hold()));
        Future<Integer> second = threads.submit(() -> engine.read(session -> hold()));
        bothRead.await();
        Future<Integer> third = waiting();
        Future<?> closing = threads.submit(engine::close);
        Awaitility.await().until(() -> refused());

        assertThat(closing.isDone()).isFalse();
        mayEnd.countDown();

        assertThat(first.get()).isEqualTo(7);
        assertThat(second.get()).isEqualTo(7);
        assertThatThrownBy(() -> third.get(1, TimeUnit.MINUTES)).hasRootCauseMessage("the database is closed");
        closing.get(1, TimeUnit.MINUTES);
    }

    @Test
    void connectionsAreUsedAgain() throws SQLException {
        for (int i = 0; i < 10; i++) {
            engine.read(SqliteEngineTest::one);
        }

        assertThat(opened).hasValue(1);
    }

    @Test
    void aConnectionThatCannotBeOpenedTakesNoPlace() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (SqliteEngine shut = new SqliteEngine(
                () -> {
                    tries.incrementAndGet();
                    throw new SQLException("no file");
                },
                GroupCommit.start(new SqliteFile("jdbc:sqlite:" + directory.resolve("y.db"), InstantSource.system())),
                READERS)) {
            for (int i = 0; i < READERS + 1; i++) {
                assertThatThrownBy(() -> shut.read(SqliteEngineTest::one)).hasMessage("no file");
            }
        }
        assertThat(tries).hasValue(READERS + 1);
    }

    /** A third reader, once it stands in the row for a connection. */
    private Future<Integer> waiting() {
        Future<Integer> third = threads.submit(() -> engine.read(SqliteEngineTest::one));
        Awaitility.await().until(() -> engine.anyWaits());
        return third;
    }

    private boolean refused() {
        try {
            engine.write(SqliteEngineTest::one);
            return false;
        } catch (SQLException closed) {
            return true;
        }
    }

    private Integer fail() throws SQLException {
        hold();
        throw new SQLException("broken");
    }

    private Integer hold() {
        bothRead.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 7;
    }

    private static int one(Session session) throws SQLException {
        return session.first("SELECT 1", row -> row.getInt(1)).orElseThrow();
    }
}
