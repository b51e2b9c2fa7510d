package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a transaction that fails tells, when its connection fails, too. */
final class ServerEngineTest {
    private final AtomicInteger runs = new AtomicInteger();
    private final ServerEngine engine = new ServerEngine(
            new DatabaseSettings("jdbc:postgresql://h/d", null, null, 2),
            Dialect.POSTGRESQL,
            new ConnectionGate(ServerEngineTest::lost));

    @Test
    void aDeadlockIsTriedAgainThoughItsRollbackFails() throws SQLException {
        String result = engine.write(session -> {
            if (runs.incrementAndGet() < 3) {
                throw new SQLException("deadlock detected", "40P01");
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(runs).hasValue(3);
    }

    @Test
    void theReasonIsToldAndTheFailedRollbackBesideIt() {
        SQLException reason = new SQLException("no such column", "42703");

        assertThatThrownBy(() -> engine.write(session -> {
                    throw reason;
                }))
                .isSameAs(reason);
        assertThat(reason.getSuppressed()).extracting(Throwable::getMessage).containsExactly("the connection is lost");
    }

    /** A connection that commits but does not roll back. */
    private static Connection lost() {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("rollback")) {
                        throw new SQLException("the connection is lost", "08006");
                    }
                    return null;
                });
    }
}
