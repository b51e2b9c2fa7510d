package dev.tasuki.faults.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.faults.history.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/** Rows and messages in Redis, by its plain commands. */
record StoredRedisRows(int port) implements StoredRows {
    private static final String ROWS = "tasuki:{rows}:";
    private static final String QUEUE = "tasuki:{queue.model.train}:";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<Event.Row> all(long at) {
        try (Connection connection = connect()) {
            List<Event.Row> all = new ArrayList<>();
            for (Object id : list(call(connection, Protocol.Command.ZRANGE, ROWS + "all", "0", "-1"))) {
                all.add(row(connection, at, text(id)));
            }
            return all;
        }
    }

    private static Event.Row row(Connection connection, long at, String id) {
        List<?> fields = list(call(
                connection,
                Protocol.Command.HMGET,
                ROWS + "task:" + id,
                "tags",
                "state",
                "epoch",
                "attempts",
                "model_key",
                "sha",
                "ikey",
                "code"));
        try {
            return new Event.Row(
                    at,
                    id,
                    TrainingRequests.tag(
                            id, JSON.readTree(text(fields.get(0))).path(0).asText()),
                    text(fields.get(1)),
                    Long.parseLong(text(fields.get(2))),
                    Integer.parseInt(text(fields.get(3))),
                    maybe(fields.get(4)),
                    maybe(fields.get(5)),
                    maybe(fields.get(6)),
                    maybe(fields.get(7)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the tags of " + id + " are no JSON", e);
        }
    }

    @Override
    public long unfinished() {
        return count(Protocol.Command.ZCARD, ROWS + "state:TASK_RECEIVED")
                + count(Protocol.Command.ZCARD, ROWS + "state:TASK_STARTED");
    }

    @Override
    public long completed() {
        return count(Protocol.Command.ZCARD, ROWS + "state:TASK_COMPLETED");
    }

    @Override
    public long published() {
        return count(Protocol.Command.ZCARD, ROWS + "sent");
    }

    @Override
    public void awaitTaken(long count) {
        Awaitility.await().atMost(Duration.ofMinutes(4)).until(() -> {
            long taken = pending();
            return count == 0 ? taken == 0 : taken >= count;
        });
    }

    private long pending() {
        try (Connection connection = connect()) {
            return (Long) Objects.requireNonNull(list(call(connection, Protocol.Command.XPENDING, QUEUE + "s", "g"))
                    .getFirst());
        }
    }

    @Override
    public long messages() {
        return count(Protocol.Command.XLEN, QUEUE + "s") + count(Protocol.Command.ZCARD, QUEUE + "later");
    }

    private long count(Protocol.Command command, String key) {
        try (Connection connection = connect()) {
            return (Long) Objects.requireNonNull(call(connection, command, key));
        }
    }

    private Connection connect() {
        return new Connection(new HostAndPort("127.0.0.1", port));
    }

    private static @Nullable Object call(Connection connection, Protocol.Command command, String... arguments) {
        connection.sendCommand(command, arguments);
        return connection.getOne();
    }

    private static List<?> list(@Nullable Object answer) {
        return (List<?>) Objects.requireNonNull(answer);
    }

    private static String text(@Nullable Object answer) {
        return new String((byte[]) Objects.requireNonNull(answer), StandardCharsets.UTF_8);
    }

    private static @Nullable String maybe(@Nullable Object answer) {
        return answer == null ? null : text(answer);
    }
}
