package dev.tasuki.app.system;

import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.system.Program.Place;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code deploy/docker-compose.yml} starts, as plain processes: producers and consumers that
 * share a broker, a result store and an object store, and nothing else. Each has a directory of its
 * own, as each container has.
 */
final class Deployment implements AutoCloseable {
    /** Where a process with the options {@link #TELLING_CLASSES} tells which classes it has loaded. */
    static final String CLASSES = "classes.log";

    private static final String BUCKET = "mlops";
    private static final int MOST = 20_000;
    private static final Pattern WORKS = Pattern.compile("consumer works");
    /** Several JVMs share a small machine. */
    private static final String JVM = "-Xmx512m " + Program.SHORT_LIVED;

    /** The archive of classes would load all it holds, needed or not. */
    static final String TELLING_CLASSES =
            JVM + " -XX:AOTMode=off -Xlog:class+load:file=" + CLASSES + ":uptime:filecount=0";

    private final Path directory;
    private final Map<String, String> variables;
    private final List<Program> producers = new ArrayList<>();
    private final List<Program> consumers = new ArrayList<>();
    private int started;

    private Deployment(Path directory, Map<String, String> variables) {
        this.directory = directory;
        this.variables = variables;
    }

    /** How many of each. */
    record Size(int producers, int consumers) {}

    /** Starts that many, all at once, and returns when each is at work. */
    static Deployment start(Path directory, Map<String, String> variables, Size size) {
        Deployment deployment = new Deployment(directory, variables);
        try {
            for (int i = 0; i < size.producers(); i++) {
                deployment.producers.add(deployment.program("producer", "--port", "0"));
            }
            for (int i = 0; i < size.consumers(); i++) {
                deployment.consumers.add(deployment.consumer());
            }
            deployment.producers.forEach(Program::url);
            deployment.consumers.forEach(consumer -> consumer.awaitOutput(WORKS));
            return deployment;
        } catch (Throwable e) {
            deployment.close();
            throw e;
        }
    }

    /** RabbitMQ as {@code deploy/rabbitmq.conf}, {@code definitions.json} and {@code rabbitmq-user.sh} set it up. */
    static RabbitServer rabbit() throws IOException {
        Path deploy = Checkout.root().resolve("deploy");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(deploy.resolve("rabbitmq.conf"))) {
            if (line.startsWith("load_definitions")) {
                lines.add("load_definitions = " + deploy.resolve("definitions.json"));
            } else if (line.startsWith("disk_free_limit")) {
                lines.add("disk_free_limit.absolute = 50MB");
            } else if (!line.startsWith("listeners.tcp")) {
                lines.add(line);
            }
        }
        RabbitServer rabbit = RabbitServer.start(lines.toArray(String[]::new));
        rabbit.script(
                deploy.resolve("rabbitmq-user.sh"),
                Map.of("RABBITMQ_USER", "tasuki", "RABBITMQ_PASSWORD", "of-this-test"));
        return rabbit;
    }

    /** The URL for the user that was made. */
    static String url(RabbitServer rabbit) {
        return "amqp://tasuki:of-this-test@127.0.0.1:" + rabbit.port();
    }

    /** An S3 server with the bucket that {@link #variables} names. */
    static S3Server s3() throws IOException {
        return S3Server.start(BUCKET);
    }

    /** The variables of a deployment, as {@code deploy/.env.example} names them. */
    static Map<String, String> variables(String broker, String results, S3Server s3) {
        Map<String, String> variables = new HashMap<>(s3.environment());
        variables.putAll(Map.of(
                "TASUKI_BROKER", broker,
                "TASUKI_RESULTS", results,
                "S3_BUCKET_NAME", BUCKET,
                "S3_PATH_NAME", "datasets/",
                "S3_MODEL_PATH_NAME", "models/",
                "TASUKI_JAVA_OPTS", JVM));
        return variables;
    }

    /** The clients, one for each producer. */
    List<Http> clients() {
        return producers.stream().map(producer -> new Http(producer.url())).toList();
    }

    List<Program> producers() {
        return producers;
    }

    List<Program> consumers() {
        return consumers;
    }

    List<Program> programs() {
        List<Program> all = new ArrayList<>(producers);
        all.addAll(consumers);
        return all;
    }

    /** Starts a consumer that replaces one that has ended. */
    Program replace(Program ended) {
        Program fresh = consumer();
        consumers.set(consumers.indexOf(ended), fresh);
        fresh.awaitOutput(WORKS);
        return fresh;
    }

    /** The end of what each process has told, for the description of a failed assertion. */
    String logs() {
        StringBuilder text = new StringBuilder();
        for (Program program : programs()) {
            String told = program.out() + program.err();
            text.append("\n--- ")
                    .append(program.directory().getFileName())
                    .append('\n')
                    .append(told, Math.max(0, told.length() - MOST), told.length());
        }
        return text.toString();
    }

    private Program consumer() {
        return program("consumer", "--num_threads", "2", "--max_workers", "4");
    }

    private Program program(String... arguments) {
        try {
            started++;
            Path own = Files.createDirectories(directory.resolve(arguments[0] + "-" + started));
            return Program.start(new Place(own, variables), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        programs().forEach(Program::close);
    }
}
