package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
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
            try (Socket client = new Socket("127.0.0.1", live.server().url().getPort())) {
                client.getOutputStream().write(request());
                client.getOutputStream().flush();
                request = arrived.take();
                assertThat(live.broker.awaited(request)).isTrue();
            }
            await().until(() -> !live.broker.awaited(request));
        }
    }

    private static byte[] request() {
        String body = "{\"model_id\":\"m\",\"input_data\":[" + "{\"a\":1},".repeat(10_000) + "{\"a\":1}]}";
        return ("POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
