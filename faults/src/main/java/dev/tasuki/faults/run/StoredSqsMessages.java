package dev.tasuki.faults.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Messages of a queue of SQS, by the queue's attributes. */
record StoredSqsMessages(ElasticMqServer server, String queue) implements StoredMessages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAKEN = "ApproximateNumberOfMessagesNotVisible";

    @Override
    public void awaitTaken(long count) {
        Awaitility.await().atMost(Duration.ofMinutes(4)).until(() -> {
            long taken = number(attributes(), TAKEN);
            return count == 0 ? taken == 0 : taken >= count;
        });
    }

    @Override
    public long messages() {
        JsonNode attributes = attributes();
        return number(attributes, "ApproximateNumberOfMessages")
                + number(attributes, "ApproximateNumberOfMessagesDelayed")
                + number(attributes, TAKEN);
    }

    /** Empty if there is no such queue: nothing is in it then. */
    private JsonNode attributes() {
        try {
            String answer = server.call(
                    "GetQueueAttributes",
                    JSON.createObjectNode()
                            .put("QueueUrl", server.queueUrl(queue))
                            .set("AttributeNames", JSON.createArrayNode().add("All"))
                            .toString());
            return JSON.readTree(answer).path("Attributes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(JsonNode attributes, String name) {
        return Long.parseLong(attributes.path(name).asText("0"));
    }
}
