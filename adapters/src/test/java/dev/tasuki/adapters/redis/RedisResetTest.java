package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection that is reset while nothing is under way: the next command cannot even be written. */
@ExtendWith({RedisServers.class, NoThreadLeft.class})
final class RedisResetTest {
    /** A port that leads to the server until it resets what came. */
    private record Proxy(ServerSocket front, int server, List<Socket> clients) implements AutoCloseable {
        static Proxy to(int server) throws IOException {
            Proxy proxy = new Proxy(
                    new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server, new CopyOnWriteArrayList<>());
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        }

        private void accept() {
            while (!front.isClosed()) {
                try {
                    Socket client = front.accept();
                    Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                    clients.add(client);
                    Thread.ofVirtual().start(() -> pass(client, upstream));
                    Thread.ofVirtual().start(() -> pass(upstream, client));
                } catch (IOException closed) {
                    // The next turn sees it.
                }
            }
        }

        private static void pass(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException reset) {
                // Both are closed now.
            }
        }

        void reset() {
            for (Socket client : clients) {
                try {
                    client.setSoLinger(true, 0);
                    client.close();
                } catch (IOException closed) {
                    // The other side was first.
                }
            }
            clients.clear();
        }

        @Override
        public void close() throws IOException {
            front.close();
            reset();
        }
    }

    @Test
    void whatAResetConnectionCannotSendIsRefusedAndTheNextOneGoesOn(RedisServer server) throws Exception {
        try (Proxy proxy = Proxy.to(server.port());
                RedisRows rows = RedisRows.open(
                        RedisSettings.parse("redis://127.0.0.1:" + proxy.front().getLocalPort() + "?prefix=reset:"))) {
            RedisTaskStore store = new RedisTaskStore(rows);
            store.accept(TaskSamples.task("t"));
            for (int i = 0; i < 10; i++) {
                proxy.reset();
                Eventually.holds(() -> assertThat(found(store)).isTrue());
            }
        }
    }

    /** False if it is refused; an answer comes in any case. */
    private static boolean found(RedisTaskStore store) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return store.find(new TaskId("t")).isPresent();
                    } catch (Refusal away) {
                        return false;
                    }
                })
                .get(30, TimeUnit.SECONDS);
    }
}
