package dev.tasuki.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server of tests, by its plain protocol: what the tests of the adapter lean on. */
final class ElasticMqServerTest {
    private static ElasticMqServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ElasticMqServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aMovedClockBringsWhatIsDelayedAndWhatWasTaken() throws IOException {
        create("clock");
        assertThat(call("SendMessage", "clock", "\"MessageBody\": \"late\", \"DelaySeconds\": 900"))
                .contains("MessageId");
        assertThat(receive("clock")).doesNotContain("late");

        server.advance(Duration.ofMinutes(15));
        assertThat(receive("clock")).contains("late");
        assertThat(receive("clock")).doesNotContain("late");

        server.advance(Duration.ofSeconds(61));
        assertThat(receive("clock")).contains("late", "\"ApproximateReceiveCount\":\"2\"");
    }

    @Test
    void aDelayIsOfTheMovedClock() throws IOException {
        create("moved");
        server.advance(Duration.ofMinutes(20));
        assertThat(call("SendMessage", "moved", "\"MessageBody\": \"late\", \"DelaySeconds\": 900"))
                .contains("MessageId");
        assertThat(receive("moved")).doesNotContain("late");

        server.advance(Duration.ofMinutes(15));
        assertThat(receive("moved")).contains("late");
    }

    @Test
    void theLimitsAreThoseOfSqs() throws IOException {
        create("limits");
        assertThat(send("x".repeat(1 << 20))).contains("MessageId");
        assertThat(send("x".repeat((1 << 20) + 1))).contains("__type", "InvalidAttributeValue");
        assertThat(call("SendMessage", "limits", "\"MessageBody\": \"x\", \"DelaySeconds\": 901"))
                .contains("__type", "InvalidParameterValue");
    }

    @Test
    void aKilledServerComesBackOnItsPortWithoutQueues() throws IOException {
        create("killed");
        assertThat(server.call("ListQueues", "{}")).contains("/killed");

        server.kill();
        server.startAgain();
        assertThat(server.call("ListQueues", "{}")).doesNotContain("/killed");
    }

    private static void create(String queue) throws IOException {
        String fields = "{\"QueueName\": \"%s\", \"Attributes\": {\"VisibilityTimeout\": \"60\"}}";
        assertThat(server.call("CreateQueue", fields.formatted(queue))).contains(server.queueUrl(queue));
    }

    private static String send(String body) throws IOException {
        return call("SendMessage", "limits", "\"MessageBody\": \"" + body + "\"");
    }

    private static String receive(String queue) throws IOException {
        return call(
                "ReceiveMessage", queue, "\"WaitTimeSeconds\": 0, \"AttributeNames\": [\"ApproximateReceiveCount\"]");
    }

    private static String call(String action, String queue, String fields) throws IOException {
        return server.call(action, "{\"QueueUrl\": \"%s\", %s}".formatted(server.queueUrl(queue), fields));
    }
}
