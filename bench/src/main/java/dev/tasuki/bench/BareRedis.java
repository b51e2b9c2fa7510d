package dev.tasuki.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Requests and replies over Redis by nothing but the client library: requests gather in one pipeline, a reader of a stream
 * answers each with a push on a list, and another takes the replies from there. Also a pipeline of any command.
 *
 * <p>It promises less than a task needs: its replies have no body, its queue no bound, and it settles what another consumer
 * may have taken over. A loop that {@link #promising promises} these has a script of one or two commands for each.
 */
final class BareRedis implements AutoCloseable {
    private static final int AT_ONCE = 200;
    private static final int READ = 64;
    private static final String REQUESTS = "bare:requests";
    private static final String REPLIES = "bare:replies";
    private static final String GROUP = "g";
    private static final String BOUND = "10000";
    private static final String ALIVE_MILLIS = "60000";
    private static final String PUBLISH = "if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end"
            + " redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2)) return 1";
    private static final String REPLY = "if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end"
            + " redis.call('RPUSH', KEYS[1], ARGV[3]) redis.call('PEXPIRE', KEYS[1], ARGV[2]) return 1";
    private static final String SETTLE =
            "if not redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2])[1] then return 0 end"
                    + " redis.call('XACK', KEYS[1], ARGV[1], ARGV[3]) return redis.call('XDEL', KEYS[1], ARGV[3])";

    private final int port;
    private final BlockingQueue<Sent> queue = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private volatile boolean closed;
    private @Nullable Promises promises;

    /** The scripts by which more is promised. */
    private record Promises(byte[] publish, byte[] reply, byte[] settle) {}

    /** A command whose answer somebody waits for. */
    private record Sent(ProtocolCommand name, byte[][] arguments, CompletableFuture<@Nullable Object> answer) {}

    BareRedis(int port) {
        this.port = port;
        Connection writing = connect();
        thread(() -> write(writing));
    }

    /** From now on the queue and the list of replies are bounded, replies have bodies, and only what is held is settled. */
    BareRedis promising() throws Exception {
        promises = new Promises(load(PUBLISH), load(REPLY), load(SETTLE));
        return this;
    }

    private byte[] load(String script) throws Exception {
        return (byte[]) Objects.requireNonNull(call(Protocol.Command.SCRIPT, bytes("LOAD"), bytes(script)));
    }

    /** Begins to answer requests. */
    BareRedis answering() {
        Connection answering = connect();
        answering.sendCommand(Protocol.Command.DEL, REQUESTS, REPLIES);
        answering.getOne();
        answering.sendCommand(Protocol.Command.XGROUP, "CREATE", REQUESTS, GROUP, "0", "MKSTREAM");
        answering.getOne();
        thread(() -> answer(answering));
        Connection replies = connect();
        thread(() -> takeReplies(replies));
        return this;
    }

    /** Sends one request and waits for its reply. */
    void request(String id, byte[] body) throws Exception {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        waiting.put(id, reply);
        Promises more = promises;
        if (more == null) {
            call(Protocol.Command.XADD, bytes(REQUESTS), bytes("*"), bytes("c"), bytes(id), bytes("b"), body);
        } else {
            call(
                    Protocol.Command.EVALSHA,
                    more.publish(),
                    bytes("1"),
                    bytes(REQUESTS),
                    bytes(BOUND),
                    bytes("c"),
                    bytes(id),
                    bytes("b"),
                    body,
                    bytes("r"),
                    bytes(REPLIES),
                    bytes("d"),
                    bytes(Long.toString(System.currentTimeMillis() + 30_000)));
        }
        reply.get(30, TimeUnit.SECONDS);
    }

    /** Sends one command in the next pipeline and waits for its answer. */
    @Nullable
    Object call(ProtocolCommand name, byte[]... arguments) throws Exception {
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        queue.add(new Sent(name, arguments, answer));
        return answer.get(30, TimeUnit.SECONDS);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void write(Connection connection) throws InterruptedException {
        List<Sent> batch = new ArrayList<>();
        while (!closed) {
            batch.clear();
            batch.add(queue.take());
            queue.drainTo(batch, AT_ONCE - 1);
            for (Sent sent : batch) {
                connection.sendCommand(sent.name(), sent.arguments());
            }
            for (Sent sent : batch) {
                sent.answer().complete(connection.getOne());
            }
        }
    }

    private void answer(Connection connection) {
        while (!closed) {
            connection.sendCommand(
                    Protocol.Command.XREADGROUP,
                    "GROUP",
                    GROUP,
                    "me",
                    "COUNT",
                    Integer.toString(READ),
                    "BLOCK",
                    "500",
                    "STREAMS",
                    REQUESTS,
                    ">");
            if (!(connection.getOne() instanceof List<?> streams)) {
                continue;
            }
            List<?> entries = list(list(streams.getFirst()).get(1));
            int sent = 0;
            for (Object entry : entries) {
                sent += end(
                        connection,
                        (byte[]) list(entry).get(0),
                        list(list(entry).get(1)));
            }
            connection.getMany(sent);
        }
    }

    /** Sends the reply to an entry and settles it; says how many commands that takes. */
    private int end(Connection connection, byte[] id, List<?> fields) {
        byte[] correlation = (byte[]) Objects.requireNonNull(fields.get(1));
        Promises more = promises;
        if (more == null) {
            connection.sendCommand(Protocol.Command.RPUSH, bytes(REPLIES), correlation);
            connection.sendCommand(Protocol.Command.XACK, bytes(REQUESTS), bytes(GROUP), id);
            connection.sendCommand(Protocol.Command.XDEL, bytes(REQUESTS), id);
            return 3;
        }
        byte[] body = (byte[]) Objects.requireNonNull(fields.get(3));
        byte[] reply = ByteBuffer.allocate(correlation.length + 1 + body.length)
                .put(correlation)
                .put((byte) ' ')
                .put(body)
                .array();
        connection.sendCommand(
                Protocol.Command.EVALSHA,
                more.reply(),
                bytes("1"),
                bytes(REPLIES),
                bytes(BOUND),
                bytes(ALIVE_MILLIS),
                reply);
        connection.sendCommand(
                Protocol.Command.EVALSHA, more.settle(), bytes("1"), bytes(REQUESTS), bytes(GROUP), bytes("me"), id);
        return 2;
    }

    private void takeReplies(Connection connection) {
        while (!closed) {
            connection.sendCommand(Protocol.Command.BLMPOP, "0.5", "1", REPLIES, "LEFT", "COUNT", "100");
            if (connection.getOne() instanceof List<?> answer) {
                for (Object element : list(answer.get(1))) {
                    byte[] given = (byte[]) Objects.requireNonNull(element);
                    String text = new String(given, StandardCharsets.UTF_8);
                    int space = text.indexOf(' ');
                    CompletableFuture<byte[]> reply = waiting.remove(space < 0 ? text : text.substring(0, space));
                    if (reply != null) {
                        reply.complete(given);
                    }
                }
            }
        }
    }

    private static List<?> list(@Nullable Object answer) {
        return (List<?>) Objects.requireNonNull(answer);
    }

    private Connection connect() {
        Connection connection = new Connection(new HostAndPort("127.0.0.1", port));
        connections.add(connection);
        return connection;
    }

    private interface Loop {
        void run() throws InterruptedException;
    }

    private void thread(Loop loop) {
        threads.add(Thread.ofPlatform().daemon().start(() -> {
            try {
                loop.run();
            } catch (JedisException e) {
                if (!closed) {
                    throw e;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(5_000);
        }
        connections.forEach(Connection::disconnect);
    }
}
