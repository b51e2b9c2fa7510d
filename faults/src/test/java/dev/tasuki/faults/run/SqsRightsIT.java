package dev.tasuki.faults.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.faults.program.Tasuki;
import dev.tasuki.faults.sqs.CallKind;
import dev.tasuki.faults.sqs.PolicyFile;
import dev.tasuki.faults.sqs.SqsProxy;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run in which producer and consumers do over SQS all that they ever do, recorded by a proxy that knows them by their
 * access keys: the policies that are shipped allow each of these calls and nothing else.
 */
final class SqsRightsIT {
    private static final Path POLICIES = Path.of("..", "deploy", "sqs");
    private static final String PREFIX = "faults";
    private static final String TRAIN = PREFIX + "-queue-model-train";
    private static final String ORPHAN = PREFIX + "-reply-0b5c3f0e-0000-4000-8000-000000000000";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void thePoliciesAllowWhatIsCalledAndNothingElse() throws IOException {
        try (TestDeployment deployment = TestDeployment.open(Topology.SQS, directory)) {
            SqsProxy sqs = deployment.backends().sqs();
            ElasticMqServer server =
                    (ElasticMqServer) deployment.backends().servers().get("broker");
            makeQueues(server);
            doEverything(deployment, server);

            List<CallKind> producer = calls(sqs, "producer");
            List<CallKind> consumer = calls(sqs, "consumer");
            assertAllowed("producer.json", producer);
            assertAllowed("consumer.json", consumer);
            assertThat(sqs.calls().keySet())
                    .as("calls that are neither's")
                    .allMatch(kind -> Set.of("producer", "consumer").contains(kind.accessKey()));
        }
    }

    /** As the template makes them; and what a producer left that was killed an hour ago. */
    private static void makeQueues(ElasticMqServer server) throws IOException {
        create(server, TRAIN + "-dead", "\"MessageRetentionPeriod\": \"1209600\"");
        create(
                server,
                TRAIN,
                ("\"RedrivePolicy\": \"{\\\"deadLetterTargetArn\\\":\\\"arn:aws:sqs:%s:%s:%s-dead\\\","
                                + "\\\"maxReceiveCount\\\":\\\"20\\\"}\"")
                        .formatted(ElasticMqServer.REGION, ElasticMqServer.ACCOUNT, TRAIN));
        create(server, PREFIX + "-queue-model-predict", "\"MessageRetentionPeriod\": \"60\"");
        assertThat(server.call(
                        "CreateQueue",
                        "{\"QueueName\": \"%s\", \"tags\": {\"tasuki\": \"reply\", \"tasuki-seen\": \"1\"}}"
                                .formatted(ORPHAN)))
                .contains("QueueUrl");
    }

    private static void create(ElasticMqServer server, String name, String attributes) throws IOException {
        assertThat(server.call(
                        "CreateQueue", "{\"QueueName\": \"%s\", \"Attributes\": {%s}}".formatted(name, attributes)))
                .contains("QueueUrl");
    }

    private static void doEverything(TestDeployment deployment, ElasticMqServer server) throws IOException {
        start(deployment, "producer", "producer", null);
        // Its first look at the data fails, so the message is given back to come later.
        start(deployment, "consumer-1", "consumer", "fail:objects.open:before:1");
        String model = deployment.client().train("s1-1", null).orElseThrow();
        expect(deployment.settled(PATIENCE), "the first training did not end");
        assertThat(deployment.client().predict(model))
                .hasValueSatisfying(reply -> assertThat(reply.status()).isEqualTo(200));

        server.call(
                "SendMessage",
                "{\"QueueUrl\": \"%s\", \"MessageBody\": \"no task\"}".formatted(server.queueUrl(TRAIN)));
        String lasting =
                deployment.client().train(TrainingRequests.LONG + "-2", null).orElseThrow();
        SqsProxy sqs = deployment.backends().sqs();
        expect(
                TestDeployment.becomes(
                        PATIENCE,
                        () -> calls(sqs, "consumer").stream()
                                .anyMatch(call -> call.action().startsWith("ChangeMessageVisibility"))),
                "a message that is worked on was not held");
        deployment.client().cancel(lasting);
        expect(deployment.settled(PATIENCE), "the long training was not cancelled");
        expect(
                TestDeployment.becomes(
                        PATIENCE, () -> !server.call("ListQueues", "{}").contains(ORPHAN)),
                "the reply queue of a producer that is gone was not removed");
        for (String member : List.of("consumer-1", "producer")) {
            deployment.program(member).terminate();
            deployment.program(member).awaitEnd();
        }
    }

    private static void start(TestDeployment deployment, String member, String key, String plan) {
        Tasuki.Launch plain = deployment.launch(member);
        Map<String, String> variables = new HashMap<>(plain.variables());
        variables.put("AWS_ACCESS_KEY_ID", key);
        deployment.startAs(member, new Tasuki.Launch(plain.directory(), plan, variables, plain.arguments()));
        deployment.ready(member);
    }

    private static List<CallKind> calls(SqsProxy sqs, String key) {
        return sqs.calls().keySet().stream()
                .filter(kind -> kind.accessKey().equals(key))
                .toList();
    }

    private static void assertAllowed(String file, List<CallKind> calls) throws IOException {
        PolicyFile policy = PolicyFile.read(POLICIES.resolve(file), PREFIX);
        assertThat(policy.missing(calls))
                .as("called and not allowed by " + file)
                .isEmpty();
        assertThat(policy.unused(calls))
                .as("allowed by " + file + " and not called")
                .isEmpty();
    }

    private static void expect(boolean seen, String otherwise) {
        assertThat(seen).as(otherwise).isTrue();
    }
}
