package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.testservers.RabbitServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Python programs with pika on the other side of the broker. */
@ExtendWith({RabbitServers.class, NoThreadLeft.class})
final class ForeignProgramsTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path PIKA = Path.of("/usr/lib/python3/dist-packages/pika");

    @TempDir
    private Path folder;

    private RabbitServer server;
    private RabbitBroker broker;
    private final List<Process> programs = new ArrayList<>();

    @BeforeEach
    void open(RabbitServer shared) throws Exception {
        if (!"true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            Assumptions.assumeTrue(Files.exists(PIKA), "the package python3-pika is not installed");
        }
        server = shared;
        try (RawRabbit raw = new RawRabbit(server)) {
            raw.without();
        }
        broker = new RabbitBroker(RabbitSettings.parse(server.url()), InstantSource.system());
    }

    @AfterEach
    void close() {
        programs.forEach(program -> program.destroyForcibly().onExit().join());
        broker.close();
    }

    @Test
    void aForeignProducerGetsItsReplyFromOurConsumer() throws Exception {
        String queue = "queue.model.train";
        BlockingQueue<Delivery> seen = new LinkedBlockingQueue<>();
        try (var subscription = broker.subscribe(queue, 1, delivery -> {
            seen.add(delivery);
            broker.publish(Message.reply(delivery.message(), "{\"status\":\"TASK_RECEIVED\"}".getBytes(UTF_8)));
            return Settlement.ACCEPT;
        })) {
            Process producer = start("foreign_producer.py", queue, "queue.reply");
            String printed = new String(producer.getInputStream().readAllBytes(), UTF_8);
            assertThat(printed.strip()).isEqualTo("{\"status\": \"TASK_RECEIVED\"}");
            assertThat(producer.onExit().get(2, TimeUnit.MINUTES).exitValue()).isZero();
        }
        Message message = seen.remove().message();
        assertThat(new String(message.body(), UTF_8)).contains("\"model_id\": \"m-1\"");
        assertThat(message.durable()).isTrue();
        assertThat(message.replyTo()).isEqualTo("queue.reply");
        assertThat(message.deadline()).isNull();
    }

    @Test
    void aForeignConsumerAnswersOurRequest() throws Exception {
        String queue = "queue.model.predict";
        BlockingQueue<Message> replies = new LinkedBlockingQueue<>();
        try (ReplyQueue inbox = broker.openReplyQueue(replies::add)) {
            broker.publish(request(queue, inbox, "c-0"));
            Process consumer = start("foreign_consumer.py", queue, "3");
            BufferedReader lines = consumer.inputReader(UTF_8);
            assertThat(lines.readLine()).isEqualTo("ready");
            broker.publish(request(queue, inbox, "c-1"));
            broker.publish(request(queue, inbox, "c-2"));
            for (int i = 0; i < 3; i++) {
                Message reply = replies.poll(2, TimeUnit.MINUTES);
                assertThat(reply).isNotNull();
                assertThat(reply.correlationId()).isEqualTo("c-" + i);
                assertThat(new String(reply.body(), UTF_8))
                        .contains("\"input_data\": {\"age\": 0.5}")
                        .contains("\"content_type\": \"application/json\"")
                        .contains("\"delivery_mode\": 1");
            }
            assertThat(consumer.onExit().get(2, TimeUnit.MINUTES).exitValue()).isZero();
        }
    }

    @Test
    void aForeignConsumerSharesTheQueueOfTrainingsWithOurs() throws Exception {
        String queue = "queue.model.train";
        broker.publish(Message.durable(queue, "{}".getBytes(UTF_8), "declares the queue"));
        Process consumer = start("foreign_consumer.py", queue, "3");
        assertThat(consumer.inputReader(UTF_8).readLine()).isEqualTo("ready");
        BlockingQueue<String> ours = new LinkedBlockingQueue<>();
        try (var subscription = broker.subscribe(queue, 1, delivery -> {
            ours.add(delivery.message().correlationId());
            return Settlement.ACCEPT;
        })) {
            for (int i = 0; !consumer.onExit().isDone() || ours.isEmpty(); i++) {
                broker.publish(Message.durable(queue, "{}".getBytes(UTF_8), "t-" + i));
            }
        }
        assertThat(consumer.exitValue()).isZero();
        assertThat(ours).isNotEmpty();
    }

    private static Message request(String queue, ReplyQueue inbox, String id) {
        byte[] body = "{\"model_id\":\"m\",\"input_data\":{\"age\":0.5}}".getBytes(UTF_8);
        return Message.request(queue, body, id, inbox.name(), Instant.now().plusSeconds(120));
    }

    private Process start(String program, String... arguments) throws IOException {
        Path file = folder.resolve(program);
        try (InputStream source = ForeignProgramsTest.class.getResourceAsStream(program)) {
            Files.copy(source, file);
        }
        List<String> command =
                new ArrayList<>(List.of(PYTHON.toString(), file.toString(), Integer.toString(server.port())));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        programs.add(process);
        return process;
    }
}
