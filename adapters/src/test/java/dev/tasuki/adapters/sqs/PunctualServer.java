package dev.tasuki.adapters.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps delays of messages by a clock that moves. ElasticMQ counts them by the machine's clock, whatever its own says, so
 * they come too early once that is ahead: here they are put back until their time, which counts as a delivery. Thread-safe.
 */
final class PunctualServer implements AutoCloseable {
    private final ObjectMapper mapper = new ObjectMapper();
    private final ElasticMqServer server;
    private final InstantSource clock;
    private final SqsTap tap;
    private final Map<String, Instant> due = new ConcurrentHashMap<>();

    PunctualServer(ElasticMqServer server, InstantSource clock) throws IOException {
        this.server = server;
        this.clock = clock;
        this.tap = new SqsTap(server, this::answer);
    }

    URI endpoint() {
        return tap.endpoint();
    }

    private SqsTap.Answer answer(String action, ObjectNode call) throws IOException {
        String answer = server.call(action, call.toString());
        return SqsTap.Answer.of(
                switch (action) {
                    case "SendMessageBatch" -> sent(call, answer);
                    case "ReceiveMessage" -> received(call.get("QueueUrl").textValue(), answer);
                    default -> answer;
                });
    }

    private String sent(ObjectNode call, String answer) throws IOException {
        Map<String, Integer> delays = new HashMap<>();
        call.get("Entries")
                .forEach(entry -> delays.put(
                        entry.get("Id").textValue(), entry.path("DelaySeconds").asInt()));
        for (JsonNode entry : mapper.readTree(answer).path("Successful")) {
            due.put(
                    entry.get("MessageId").textValue(),
                    clock.instant().plusSeconds(delays.get(entry.get("Id").textValue())));
        }
        return answer;
    }

    private String received(String queue, String answer) throws IOException {
        JsonNode tree = mapper.readTree(answer);
        if (tree.path("Messages") instanceof ArrayNode messages) {
            for (Iterator<JsonNode> each = messages.iterator(); each.hasNext(); ) {
                JsonNode message = each.next();
                long early = early(message.get("MessageId").textValue());
                if (early > 0) {
                    each.remove();
                    ObjectNode call = mapper.createObjectNode()
                            .put("QueueUrl", queue)
                            .put("ReceiptHandle", message.get("ReceiptHandle").textValue())
                            .put("VisibilityTimeout", early);
                    server.call("ChangeMessageVisibility", call.toString());
                }
            }
        }
        return tree.toString();
    }

    /** How many seconds too early it came. */
    private long early(String message) {
        @Nullable Instant time = due.get(message);
        return time == null
                ? 0
                : Duration.between(clock.instant(), time).plusMillis(999).toSeconds();
    }

    @Override
    public void close() {
        tap.close();
    }
}
