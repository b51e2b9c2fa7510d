package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ConnectionGateTest {
    private static final Connection CONNECTION = (Connection) Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);

    /** One future for each caller that is let through to the database, to be answered by the test. */
    private final BlockingQueue<CompletableFuture<Connection>> callers = new LinkedBlockingQueue<>();

    private final ConnectionGate keeper = new ConnectionGate(() -> {
        CompletableFuture<Connection> answer = new CompletableFuture<>();
        callers.add(answer);
        try {
            return answer.join();
        } catch (RuntimeException e) {
            throw (SQLException) e.getCause();
        }
    });

    @Test
    void whileTheDatabaseIsAwayOneWaitsAndTheOthersAreRefusedAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(keeper::connection);
            caller().completeExceptionally(new SQLException("gone", "08001"));
            assertThatThrownBy(first::get).hasRootCauseMessage("gone");

            var waiting = threads.submit(keeper::connection);
            CompletableFuture<Connection> door = caller();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(keeper::connection)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                        .hasMessage("gone");
            }
            assertThat(callers).isEmpty();

            door.complete(CONNECTION);
            assertThat(waiting.get(1, TimeUnit.MINUTES)).isSameAs(CONNECTION);
        }
    }

    @Test
    void onceItIsBackEverybodyIsLetThroughAgain() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var failed = threads.submit(keeper::connection);
            caller().completeExceptionally(new SQLException("gone", "08001"));
            assertThatThrownBy(failed::get).hasRootCauseMessage("gone");
            var back = threads.submit(keeper::connection);
            caller().complete(CONNECTION);
            assertThat(back.get(1, TimeUnit.MINUTES)).isSameAs(CONNECTION);

            var one = threads.submit(keeper::connection);
            var other = threads.submit(keeper::connection);
            caller().complete(CONNECTION);
            caller().complete(CONNECTION);
            assertThat(one.get(1, TimeUnit.MINUTES)).isSameAs(CONNECTION);
            assertThat(other.get(1, TimeUnit.MINUTES)).isSameAs(CONNECTION);
        }
    }

    @Test
    void aPoolInFullUseIsNoReasonToRefuseOthers() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(keeper::connection);
            caller().completeExceptionally(new SQLException("all connections are in use"));
            assertThatThrownBy(one::get).hasRootCauseMessage("all connections are in use");

            var two = threads.submit(keeper::connection);
            var three = threads.submit(keeper::connection);
            caller().complete(CONNECTION);
            caller().complete(CONNECTION);
            assertThat(two.get(1, TimeUnit.MINUTES)).isSameAs(CONNECTION);
            assertThat(three.get(1, TimeUnit.MINUTES)).isSameAs(CONNECTION);
        }
    }

    private CompletableFuture<Connection> caller() throws InterruptedException {
        CompletableFuture<Connection> caller = callers.poll(1, TimeUnit.MINUTES);
        assertThat(caller).as("a caller at the door").isNotNull();
        return caller;
    }
}
