package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that goes takes its large prediction with it. */
class DisconnectionTest {
    @Test
    void whatAClientThatHasGoneAskedForIsNotAwaitedAnyMore() throws Exception {
        LinkedBlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
        try (LiveServer live = new LiveServer()) {
            live.broker.subscribe("queue.model.predict", 1, delivery -> {
                arrived.add(delivery.message());
                return Settlement.ACCEPT;
            });
            Message request;
            int port = live.http.origin().getPort();
            try (Socket client = new Socket("127.0.0.1", port)) {
                client.getOutputStream().write(request(port));
                client.getOutputStream().flush();
                request = Objects.requireNonNull(arrived.poll(2, TimeUnit.MINUTES), "it never came");
                assertThat(live.broker.awaited(request)).isTrue();
            }
            await().until(() -> !live.broker.awaited(request));
        }
    }

    private static byte[] request(int port) {
        String body = "{\"model_id\":\"m\",\"input_data\":[" + "{\"a\":1},".repeat(10_000) + "{\"a\":1}]}";
        return ("POST /predict HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
