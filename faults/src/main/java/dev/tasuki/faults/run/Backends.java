package dev.tasuki.faults.run;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.adapters.files.DirectoryStore;
import dev.tasuki.adapters.s3.S3Settings;
import dev.tasuki.adapters.s3.S3Store;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.faults.sqs.SqsProxy;
import dev.tasuki.testservers.ElasticMqServer;
import dev.tasuki.testservers.MariadbServer;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.RedisServer;
import dev.tasuki.testservers.RestartableServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The servers of a deployment, private to it, and how programs find them. Not for several threads. */
final class Backends implements AutoCloseable {
    private static final String BUCKET = "faults";
    /** Messages of a dead consumer come back after ten seconds. */
    private static final String SQS = "sqs://faults?visibility=10&poll=5";

    private static final Duration LATER_THAN_VISIBLE = Duration.ofSeconds(12);

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final Map<String, RestartableServer> servers = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<String> arguments;
    private final Map<String, String> variables;
    private final ObjectStore objects;
    private StoredRows rows;
    private @Nullable RabbitServer rabbit;
    private @Nullable RedisServer redis;
    private @Nullable SqsProxy sqs;

    private Backends(Topology topology, Path data) throws IOException {
        ObjectStore directory = DirectoryStore.open(data.resolve("objects"), InstantSource.system());
        switch (topology) {
            case SQLITE, SQLITE_SHARED -> {
                arguments = List.of();
                variables = Map.of();
                objects = own(directory);
                rows = StoredRows.sql("jdbc:sqlite:" + data.resolve("tasuki.db"));
            }
            case POSTGRES -> {
                PostgresServer postgres = postgres();
                arguments = List.of("--results", postgres.url(), "--broker", postgres.url());
                variables = Map.of();
                objects = own(directory);
                rows = StoredRows.sql(postgres.url());
            }
            case MARIADB -> {
                MariadbServer mariadb = mariadb();
                arguments = List.of("--results", mariadb.url(), "--broker", mariadb.url());
                variables = Map.of();
                objects = own(directory);
                rows = StoredRows.sql(mariadb.url());
            }
            case REDIS -> {
                RedisServer server = redis("database");
                arguments = List.of("--results", server.url(), "--broker", server.url());
                variables = Map.of();
                objects = own(directory);
                rows = new StoredRedisRows(server.port());
            }
            case REDIS_QUEUES -> {
                PostgresServer postgres = postgres();
                RedisServer server = redis("broker", "--appendonly", "no");
                arguments = List.of("--results", postgres.url(), "--broker", server.url());
                variables = Map.of();
                objects = own(directory);
                rows = new SplitRows(StoredRows.sql(postgres.url()), new StoredRedisRows(server.port()));
            }
            case SQS -> {
                PostgresServer postgres = postgres();
                ElasticMqServer server = elasticMq();
                arguments = List.of("--results", postgres.url(), "--broker", SQS);
                variables = ElasticMqServer.environment(sqs().endpoint());
                objects = own(directory);
                rows = new SplitRows(
                        StoredRows.sql(postgres.url()), new StoredSqsMessages(server, "faults-queue-model-train"));
            }
            case RABBIT -> {
                directory.close();
                PostgresServer postgres = postgres();
                RabbitServer broker = rabbit();
                S3Server s3 = s3();
                arguments = List.of("--results", postgres.url(), "--broker", broker.url(), "--store", "s3://" + BUCKET);
                variables = s3.environment();
                objects = own(S3Store.connect(S3Settings.parse("s3://" + BUCKET, s3.environment())));
                rows = StoredRows.beside(postgres.url(), broker);
            }
            default -> throw new IllegalArgumentException(topology.toString());
        }
    }

    static Backends start(Topology topology, Path data) {
        try {
            return new Backends(topology, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PostgresServer postgres() throws IOException {
        PostgresServer postgres = own(PostgresServer.start());
        servers.put("database", postgres);
        ports.put("database", postgres.port());
        return postgres;
    }

    private MariadbServer mariadb() throws IOException {
        MariadbServer mariadb = own(MariadbServer.start());
        servers.put("database", mariadb);
        ports.put("database", mariadb.port());
        return mariadb;
    }

    /** With a proxy in front, which members take for the server. */
    private ElasticMqServer elasticMq() throws IOException {
        ElasticMqServer server = own(ElasticMqServer.start());
        servers.put("broker", server);
        SqsProxy proxy = own(SqsProxy.to(server.endpoint(), LATER_THAN_VISIBLE));
        sqs = proxy;
        ports.put("broker", proxy.endpoint().getPort());
        return server;
    }

    private RabbitServer rabbit() throws IOException {
        RabbitServer broker = own(RabbitServer.start());
        rabbit = broker;
        servers.put("broker", broker);
        ports.put("broker", broker.port());
        return broker;
    }

    private S3Server s3() throws IOException {
        S3Server s3 = own(S3Server.startOnDisk(BUCKET));
        ports.put("store", s3.endpoint().getPort());
        // The client in this process has no environment of its own to read them from.
        System.setProperty("aws.accessKeyId", s3.accessKey());
        System.setProperty("aws.secretAccessKey", s3.secretKey());
        return s3;
    }

    private RedisServer redis(String name, String... settings) throws IOException {
        RedisServer server = own(RedisServer.start(settings));
        redis = server;
        servers.put(name, server);
        ports.put(name, server.port());
        return server;
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.push(part);
        return part;
    }

    /** What programs are told on their command line. */
    List<String> arguments() {
        return arguments;
    }

    /** What programs are told by their environment. */
    Map<String, String> variables() {
        return variables;
    }

    /** Where the servers listen, by name. */
    Map<String, Integer> ports() {
        return ports;
    }

    /** Makes the queue of trainings as one that drops what comes back. */
    void declareLimitedQueue() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(Objects.requireNonNull(ports.get("broker")));
        try (Connection connection = factory.newConnection();
                Channel session = connection.createChannel()) {
            session.queueDeclare(
                    TaskKind.TRAIN.queue(),
                    true,
                    false,
                    false,
                    Map.of("x-queue-type", "quorum", "x-delivery-limit", 0));
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the queue could not be made", e);
        }
    }

    /** Has RabbitMQ take messages back that a consumer holds for longer, from the next connections on. */
    void limitHolding(Duration time) {
        if (rabbit == null) {
            return;
        }
        try {
            rabbit.control(
                    "eval",
                    "application:set_env(rabbit, consumer_timeout, %d), application:set_env(rabbit, channel_tick_interval, 500)."
                            .formatted(time.toMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The way of all members to SQS. */
    SqsProxy sqs() {
        return Objects.requireNonNull(sqs, "there is no SQS");
    }

    /** The Redis of this deployment. */
    RedisServer redis() {
        return Objects.requireNonNull(redis, "there is no Redis");
    }

    /** Another server has what Redis had. */
    void movedRedis(int port) {
        StoredRows there = new StoredRedisRows(port);
        rows = rows instanceof SplitRows split ? new SplitRows(split.rows(), there) : there;
    }

    /** Those that can be killed, by name. */
    Map<String, RestartableServer> servers() {
        return servers;
    }

    ObjectStore objects() {
        return objects;
    }

    StoredRows rows() {
        return rows;
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a server could not be closed", e);
            }
        }
    }
}
