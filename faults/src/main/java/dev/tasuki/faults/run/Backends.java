package dev.tasuki.faults.run;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.adapters.files.DirectoryStore;
import dev.tasuki.adapters.s3.S3Settings;
import dev.tasuki.adapters.s3.S3Store;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.testservers.MariadbServer;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.RedisServer;
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

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final Map<String, Server> servers = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<String> arguments;
    private final Map<String, String> variables;
    private final ObjectStore objects;
    private final StoredRows rows;
    private @Nullable RabbitServer rabbit;

    /** A server that can be killed and comes back with its data. */
    record Server(Runnable kill, Again startAgain) {}

    /** Starts a server anew. */
    interface Again {
        void start() throws IOException;
    }

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
                MariadbServer mariadb = own(MariadbServer.start());
                servers.put("database", new Server(mariadb::kill, mariadb::startAgain));
                ports.put("database", mariadb.port());
                arguments = List.of("--results", mariadb.url(), "--broker", mariadb.url());
                variables = Map.of();
                objects = own(directory);
                rows = StoredRows.sql(mariadb.url());
            }
            case REDIS -> {
                RedisServer redis = own(RedisServer.start());
                servers.put("database", new Server(redis::kill, redis::startAgain));
                ports.put("database", redis.port());
                arguments = List.of("--results", redis.url(), "--broker", redis.url());
                variables = Map.of();
                objects = own(directory);
                rows = new StoredRedisRows(redis.port());
            }
            case RABBIT -> {
                directory.close();
                PostgresServer postgres = postgres();
                RabbitServer broker = own(RabbitServer.start());
                rabbit = broker;
                servers.put("broker", new Server(broker::kill, broker::startAgain));
                ports.put("broker", broker.port());
                S3Server s3 = own(S3Server.startOnDisk(BUCKET));
                ports.put("store", s3.endpoint().getPort());
                arguments = List.of("--results", postgres.url(), "--broker", broker.url(), "--store", "s3://" + BUCKET);
                variables = s3.environment();
                // The client in this process has no environment of its own to read them from.
                System.setProperty("aws.accessKeyId", s3.accessKey());
                System.setProperty("aws.secretAccessKey", s3.secretKey());
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
        servers.put("database", new Server(postgres::kill, postgres::startAgain));
        ports.put("database", postgres.port());
        return postgres;
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

    /** Those that can be killed, by name. */
    Map<String, Server> servers() {
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
