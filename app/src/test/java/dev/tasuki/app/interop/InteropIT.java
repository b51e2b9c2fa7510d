package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.app.interop.Client.Answer;
import dev.tasuki.app.interop.Peer.Place;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published deployment with either make of program on either side: a real RabbitMQ whose queues
 * the published definitions made (classic, no arguments), a real S3 server, our producer and
 * consumer, and the published design's Python programs, each a process of its own.
 */
final class InteropIT {
    private static final String TRAIN_QUEUE = "queue.model.train";
    private static final String PREDICT_QUEUE = "queue.model.predict";
    private static final String FEATURES = "age,bmi,bp,s1,s2,s3,s4,s5,s6";
    private static final String RMSE = "53.03900735084424";
    private static final double PREDICTION = 208.6445780005619;

    @TempDir
    static Path directory;

    private static RabbitServer rabbit;
    private static S3Server s3;
    private static Connection connection;
    private static Map<String, String> variables;
    private static Peer producer;
    private static Client http;

    @BeforeAll
    static void startDeployment() throws Exception {
        rabbit = RabbitServer.start();
        s3 = S3Server.start("mlops");
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.url());
        connection = factory.newConnection("interop test");
        try (Channel session = connection.createChannel()) {
            for (String queue : List.of(TRAIN_QUEUE, PREDICT_QUEUE)) {
                session.queueDeclare(queue, true, false, false, Map.of());
            }
        }
        variables = new HashMap<>(s3.environment());
        variables.putAll(rabbit.environment());
        variables.putAll(Map.of("S3_BUCKET_NAME", "mlops", "S3_PATH_NAME", "data/", "S3_MODEL_PATH_NAME", "model/"));
        producer = place().tasuki("producer", "--port", "0", "--predict-timeout", "1m");
        http = new Client(producer.awaitOutput("answers at (http://\\S+)", 1).group(1));
    }

    @AfterAll
    static void stopDeployment() throws IOException {
        http.close();
        producer.close();
        connection.close();
        s3.close();
        rabbit.close();
    }

    @Test
    void thePythonProducerTrainsAndPredictsOnOurConsumer() throws Exception {
        try (Peer consumer = ourConsumer()) {
            String id = trainedByPython();
            JsonNode task = http.ended(id);
            assertThat(task.path("state").asText()).as(consumer.output()).isEqualTo("TASK_COMPLETED");
            assertThat(task.path("metrics").path("rmse").asText()).isEqualTo(RMSE);
            JsonNode answer = python("producer.py", "predict", "--model", id, "--input", Client.ROW);
            assertThat(answer.path("status").asText()).isEqualTo("TASK_COMPLETED");
            assertThat(answer.path("pred_proba").asDouble()).isEqualTo(PREDICTION);
            JsonNode unknown = python("producer.py", "predict", "--model", "no-such-model", "--input", Client.ROW);
            assertThat(unknown.path("status").asText()).isEqualTo("TASK_ERROR");
            assertThat(unknown.path("pred_proba").isNull()).isTrue();
            assertThat(unknown.path("error").path("code").asText()).isEqualTo("model_not_found");
        }
    }

    @Test
    void ourProducerTrainsAndPredictsOnThePythonConsumer() {
        String id;
        try (Peer consumer = pythonConsumer()) {
            id = http.train();
            JsonNode task = http.ended(id);
            assertThat(task.path("state").asText()).as(consumer.output()).isEqualTo("TASK_COMPLETED");
            assertThat(task.path("metrics").isEmpty()).isTrue();
            assertThat(consumer.output()).contains("Evaluate metrics=RMSE for valid dataset : 53.039");
            Answer answer = http.predict(id, Client.ROW);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.body().path("message").path("pred_proba").asDouble())
                    .isEqualTo(PREDICTION);
            JsonNode artifact = http.get("/models/" + id).body().path("artifact");
            assertThat(artifact.path("size").asLong()).isPositive();
        }
        try (Peer consumer = ourConsumer()) {
            Answer refused = http.predict(id, Client.ROW);
            assertThat(refused.status()).as(consumer.output()).isEqualTo(404);
            assertThat(refused.body().path("code").asText()).isEqualTo("model_foreign");
            assertThat(refused.body().path("detail").asText())
                    .contains("foreign consumer")
                    .contains("model.pkl");
        }
    }

    @Test
    void aTrainingThatAForeignConsumerHoldsSaysSo() throws Exception {
        try (Channel session = connection.createChannel()) {
            String id = http.train();
            GetResponse message = next(session, TRAIN_QUEUE);
            session.basicPublish(
                    "",
                    message.getProps().getReplyTo(),
                    new BasicProperties.Builder()
                            .correlationId(message.getProps().getCorrelationId())
                            .build(),
                    utf8("{\"status\": \"TASK_RECEIVED\", \"model_id\": \"" + id + "\"}"));
            Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                JsonNode task = http.get("/tasks/" + id).body();
                assertThat(task.path("state").asText()).isEqualTo("TASK_STARTED");
                assertThat(task.path("progress").toString()).contains("started by a foreign consumer");
            });
            // It dies, its message comes to one of ours.
            session.basicReject(message.getEnvelope().getDeliveryTag(), true);
            try (Peer consumer = ourConsumer()) {
                JsonNode task = http.ended(id);
                assertThat(task.path("metrics").path("rmse").asText())
                        .as(consumer.output())
                        .isEqualTo(RMSE);
            }
        }
    }

    @Test
    void bothMakesWorkOnOneQueue() {
        try (Peer ours = ourConsumer();
                Peer theirs = pythonConsumer()) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ids.add(http.train());
            }
            int measured = 0;
            for (String id : ids) {
                JsonNode task = http.ended(id);
                assertThat(task.path("state").asText())
                        .as(ours.output() + theirs.output())
                        .isEqualTo("TASK_COMPLETED");
                measured += task.path("metrics").has("rmse") ? 1 : 0;
            }
            assertThat(measured).as("trained by ours, out of 12").isBetween(1, 11);
        }
    }

    @Test
    void whereBothMakesAnswerEachModelFindsTheOneThatReadsIt() throws Exception {
        String theirModel;
        String modelWithoutRow;
        String ourModel;
        try (Peer theirs = pythonConsumer()) {
            theirModel = http.train();
            assertThat(http.ended(theirModel).path("state").asText())
                    .as(theirs.output())
                    .isEqualTo("TASK_COMPLETED");
            modelWithoutRow = trainedByPython();
            theirs.awaitOutput("TASK_COMPLETED model " + modelWithoutRow, 1);
        }
        try (Peer ours = ourConsumer()) {
            ourModel = http.train();
            assertThat(http.ended(ourModel).path("state").asText()).isEqualTo("TASK_COMPLETED");
            try (Peer theirs = pythonConsumer()) {
                for (int i = 0; i < 20; i++) {
                    assertPredicted(theirModel, ours, theirs);
                }
                // The broker goes round: some of these reach the one that cannot read the model.
                for (int i = 0; i < 20; i++) {
                    assertPredicted(ourModel, ours, theirs);
                }
                for (int i = 0; i < 4; i++) {
                    JsonNode answer =
                            python("producer.py", "predict", "--model", modelWithoutRow, "--input", Client.ROW);
                    assertThat(answer.path("pred_proba").asDouble())
                            .as(ours.output() + theirs.output())
                            .isEqualTo(PREDICTION);
                }
                String metrics = http.text("/metrics");
                assertThat(metrics).as("what both could not answer").containsPattern("requests_repeated_total [1-9]");
            }
        }
    }

    private static void assertPredicted(String model, Peer ours, Peer theirs) {
        Answer answer = http.predict(model, Client.ROW);
        assertThat(answer.body().path("message").path("pred_proba").asDouble())
                .as(answer + ours.output() + theirs.output())
                .isEqualTo(PREDICTION);
    }

    @Test
    void aMessageWithoutReplyToAndWithoutRowIsWorkAllTheSame() throws Exception {
        try (Channel session = connection.createChannel();
                Peer consumer = ourConsumer()) {
            String id = UUID.randomUUID().toString();
            send(session, TRAIN_QUEUE, """
                    {"model_id": "%s", "dataset_id": "diabetes", "features": ["bmi", "s5"], "target": "target",
                     "sent_by": "somebody else"}""".formatted(id));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> http.get("/tasks/" + id).status() == 200);
            assertThat(http.ended(id).path("state").asText())
                    .as(consumer.output())
                    .isEqualTo("TASK_COMPLETED");
            send(session, PREDICT_QUEUE, "{\"model_id\": \"" + id + "\", \"input_data\": {\"bmi\": 0.1, \"s5\": 0.1}}");
            Answer next = http.predict(id, "{\"bmi\": 0.1, \"s5\": 0.1}");
            assertThat(next.status()).as(next.toString()).isEqualTo(200);
            assertEmpty(session, PREDICT_QUEUE);
        }
    }

    @Test
    void whatIsNoMessageGoesToTheDeadLettersAndTheConsumerGoesOn() throws Exception {
        try (Channel session = connection.createChannel();
                Peer consumer = ourConsumer()) {
            List<String> wrong = List.of("no JSON", "[]", "{\"model_id\": 5}", "{\"model_id\": \"../../etc\"}");
            for (String body : wrong) {
                send(session, TRAIN_QUEUE, body);
                send(session, PREDICT_QUEUE, body);
            }
            String id = trainedByPython();
            assertThat(http.ended(id).path("state").asText())
                    .as(consumer.output())
                    .isEqualTo("TASK_COMPLETED");
            assertThat(http.predict(id, Client.ROW).status()).isEqualTo(200);
            for (String queue : List.of(TRAIN_QUEUE, PREDICT_QUEUE)) {
                List<String> dead = new ArrayList<>();
                for (int i = 0; i < wrong.size(); i++) {
                    GetResponse letter = next(session, queue + ".dead");
                    dead.add(new String(letter.getBody(), StandardCharsets.UTF_8));
                    session.basicAck(letter.getEnvelope().getDeliveryTag(), false);
                }
                assertThat(dead).containsExactlyInAnyOrderElementsOf(wrong);
            }
        }
    }

    private static Place place() {
        return new Place(directory, variables);
    }

    private static Peer ourConsumer() {
        Peer consumer = place().tasuki("consumer", "--num_threads", "2", "--max_workers", "4");
        consumer.awaitOutput("consumer works", 1);
        return consumer;
    }

    private static Peer pythonConsumer() {
        Peer consumer = place().python("consumer.py", "--num_threads", "1");
        consumer.awaitOutput("Waiting for messages", 2);
        return consumer;
    }

    private static String trainedByPython() throws Exception {
        JsonNode answer =
                python("producer.py", "train", "--dataset", "diabetes", "--features", FEATURES, "--target", "target");
        assertThat(answer.path("status").asText()).isEqualTo("TASK_RECEIVED");
        return answer.path("model_id").asText();
    }

    private static JsonNode python(String script, String... arguments) throws Exception {
        try (Peer program = place().python(script, arguments)) {
            return program.answer();
        }
    }

    private static void send(Channel session, String queue, String body) throws IOException {
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(2)
                .build();
        session.basicPublish("", queue, properties, utf8(body));
    }

    private static GetResponse next(Channel session, String queue) {
        return Awaitility.await(queue)
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> session.basicGet(queue, false), got -> got != null);
    }

    private static void assertEmpty(Channel session, String queue) throws IOException {
        assertThat(session.messageCount(queue)).isZero();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
