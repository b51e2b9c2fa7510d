package dev.tasuki.faults.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy does what it says: each fault is seen by a caller that knows nothing but the protocol. */
final class SqsProxyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration VISIBLE_AGAIN = Duration.ofSeconds(31);

    private static ElasticMqServer server;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String queue = "q-" + UUID.randomUUID();
    private SqsProxy proxy;

    @BeforeAll
    static void startServer() throws IOException {
        server = ElasticMqServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        proxy = SqsProxy.to(server.endpoint(), Duration.ofMinutes(1));
        call("CreateQueue", "{\"QueueName\": \"" + queue + "\", \"Attributes\": {\"VisibilityTimeout\": \"30\"}}");
    }

    @AfterEach
    void close() {
        proxy.close();
        client.close();
    }

    @Test
    void whatHappensToACallDependsOnTheSeedAlone() {
        assertThat(struckBy(7)).isEqualTo(struckBy(7)).isNotEqualTo(struckBy(8));
        assertThat(struckBy(7).size()).isBetween(60, 140);
    }

    private static List<Long> struckBy(long seed) {
        SqsFaultPlan plan = SqsFaultPlan.all(seed, 10);
        return LongStream.range(0, 1_000)
                .filter(call -> plan.strikes(SqsFault.ANSWER_LOST, call))
                .boxed()
                .toList();
    }

    @Test
    void withoutAPlanEverythingPassesAndIsCounted() throws Exception {
        send(1);
        assertThat(received()).containsExactly("m0");
        assertThat(received()).isEmpty();
        assertThat(proxy.calls())
                .containsEntry(new CallKind("", "SendMessageBatch", queue), 1L)
                .containsEntry(new CallKind("", "ReceiveMessage", queue), 2L);
        assertThat(proxy.struck()).isEmpty();
    }

    @Test
    void whatIsRefusedIsNotPassedOn() throws Exception {
        proxy.become(SqsFaultPlan.always(SqsFault.THROTTLED));
        assertThat(send(1).toString()).contains("ThrottlingException");
        proxy.become(SqsFaultPlan.always(SqsFault.UNAVAILABLE));
        assertThat(send(1).toString()).contains("ServiceUnavailable");
        proxy.become(SqsFaultPlan.NONE);
        assertThat(received()).isEmpty();
        assertThat(proxy.struck()).containsEntry(SqsFault.THROTTLED, 1L).containsEntry(SqsFault.UNAVAILABLE, 1L);
    }

    @Test
    void aLostAnswerIsThatOfACallThatWasDone() throws Exception {
        proxy.become(SqsFaultPlan.always(SqsFault.ANSWER_LOST));
        assertThatThrownBy(() -> send(1)).isInstanceOf(IOException.class);
        proxy.become(SqsFaultPlan.NONE);
        assertThat(received()).startsWith("m0");
    }

    @Test
    void aMessageComesASecondTimeThoughItIsHeld() throws Exception {
        send(1);
        proxy.become(SqsFaultPlan.always(SqsFault.DELIVERED_TWICE));
        assertThat(received()).containsExactly("m0");
        assertThat(received()).containsExactly("m0");
    }

    @Test
    void oneOfSeveralMessagesComesWithALaterAnswer() throws Exception {
        send(3);
        proxy.become(SqsFaultPlan.always(SqsFault.REORDERED));
        List<String> first = received();
        List<String> second = received();
        assertThat(first).hasSize(2);
        assertThat(second).hasSize(1);
        assertThat(IntStream.range(0, 3).mapToObj(i -> "m" + i))
                .containsAll(first)
                .containsAll(second);
        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void entriesOfABatchFailWhetherTheyWereDoneOrNot(int count) throws Exception {
        proxy.become(SqsFaultPlan.always(SqsFault.ENTRY_FAILED));
        JsonNode answer = send(count);
        proxy.become(SqsFaultPlan.NONE);
        List<String> failed = texts(answer.path("Failed"), "Id");
        List<String> sent = texts(answer.path("Successful"), "Id");
        assertThat(failed).isNotEmpty();
        assertThat(failed.size() + sent.size()).isEqualTo(count);
        assertThat(received()).containsAll(sent);
    }

    @Test
    void aDeleteThatIsAnsweredIsNotDoneYet() throws Exception {
        send(1);
        JsonNode message = receive().path("Messages").get(0);
        proxy.become(SqsFaultPlan.always(SqsFault.DELETE_DELAYED));
        JsonNode deleted = call(
                "DeleteMessageBatch",
                "{\"QueueUrl\": \"%s\", \"Entries\": [{\"Id\": \"a\", \"ReceiptHandle\": \"%s\"}]}"
                        .formatted(
                                server.queueUrl(queue),
                                message.path("ReceiptHandle").asText()));
        assertThat(texts(deleted.path("Successful"), "Id")).containsExactly("a");
        proxy.become(SqsFaultPlan.NONE);
        server.advance(VISIBLE_AGAIN);
        assertThat(received()).containsExactly("m0");
    }

    private JsonNode send(int count) throws Exception {
        String entries = IntStream.range(0, count)
                .mapToObj("{\"Id\": \"m%1$d\", \"MessageBody\": \"m%1$d\"}"::formatted)
                .collect(Collectors.joining(", "));
        return call(
                "SendMessageBatch",
                "{\"QueueUrl\": \"%s\", \"Entries\": [%s]}".formatted(server.queueUrl(queue), entries));
    }

    private List<String> received() throws Exception {
        return texts(receive().path("Messages"), "Body");
    }

    private JsonNode receive() throws Exception {
        return call(
                "ReceiveMessage",
                "{\"QueueUrl\": \"%s\", \"MaxNumberOfMessages\": 10}".formatted(server.queueUrl(queue)));
    }

    private JsonNode call(String action, String fields) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(proxy.endpoint())
                .header("X-Amz-Target", "AmazonSQS." + action)
                .POST(HttpRequest.BodyPublishers.ofString(fields))
                .build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path(field).asText())
                .toList();
    }
}
