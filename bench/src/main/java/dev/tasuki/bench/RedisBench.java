package dev.tasuki.bench;

import dev.tasuki.adapters.redis.RedisBroker;
import dev.tasuki.adapters.redis.RedisRows;
import dev.tasuki.adapters.redis.RedisTaskStore;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.testservers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import redis.clients.jedis.Protocol;

/**
 * Our broker and our task store over Redis beside loops that know nothing but the client library, in turn on the same
 * server. The goals are ratios, since the machine is shared.
 *
 * @param size how much of it
 */
record RedisBench(Size size) {
    private static final int WORKERS = 4;
    private static final byte[] BODY = new byte[200];
    private static final String QUEUE = "queue.model.predict";
    private static final int[] CALLERS = {1, 16, 64};
    /** Calls that are not measured, while the compilers work, and then those that are. */
    private static final int WARMING = 500;

    private static final int SAMPLES = 1_000;
    private static final String ROW_SCRIPT =
            "redis.call('HSET', KEYS[1], 'state', ARGV[1], 'payload', ARGV[2]) redis.call('ZADD', KEYS[2], 1, ARGV[3])"
                    + " return 1";

    /**
     * How much is measured.
     *
     * @param pairs of measurements
     * @param nanos of each
     * @param rows in the store when lists are measured
     */
    record Size(int pairs, long nanos, int rows) {
        static final Size WHOLE = new Size(5, 2_000_000_000L, 50_000);
        static final Size SMALL = new Size(1, 300_000_000L, 1_000);
    }

    void run() throws Exception {
        try (RedisServer quick = RedisServer.start("--appendonly", "no");
                RedisServer safe = RedisServer.start()) {
            System.out.println("| requests and replies over Redis | ours | client library alone | ratio |");
            System.out.println("|---|---|---|---|");
            requests(quick, safe, this::bare);
            System.out.println("| requests and replies over Redis | ours | a loop that promises the same | ratio |");
            System.out.println("|---|---|---|---|");
            requests(quick, safe, this::promising);
            System.out.println("| accept, claim and complete, `always` | ours | three bare scripts | ratio |");
            System.out.println("|---|---|---|---|");
            for (int callers : new int[] {1, 64}) {
                System.out.println(Paired.run(size.pairs(), () -> rows(safe, callers), () -> scripts(safe, callers))
                        .row(callers(callers), "/s"));
            }
            System.out.println();
            System.out.println("| accept, claim and complete, `always` | ours | three that write the same | ratio |");
            System.out.println("|---|---|---|---|");
            for (int callers : new int[] {1, 64}) {
                System.out.println(Paired.run(size.pairs(), () -> rows(safe, callers), () -> writes(safe, callers))
                        .row(callers(callers), "/s"));
            }
            System.out.println();
            lists(safe);
            delivery(safe);
        }
    }

    private static String callers(int count) {
        return count + (count == 1 ? " caller" : " callers");
    }

    /** Measures requests by something else than our adapter. */
    private interface Peer {
        Rate.Measured measure(RedisServer server, int callers) throws Exception;
    }

    private void requests(RedisServer quick, RedisServer safe, Peer peer) throws Exception {
        for (int callers : CALLERS) {
            System.out.println(requests("no log", quick, callers, peer));
        }
        for (int callers : CALLERS) {
            System.out.println(requests("`always`", safe, callers, peer));
        }
        System.out.println();
    }

    /** A row of the table; the CPU is that of this process, of both sides. */
    private String requests(String what, RedisServer server, int callers, Peer peer) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        Paired pairs = Paired.run(
                size.pairs(),
                () -> noted(ours(server, callers), ours),
                () -> noted(peer.measure(server, callers), bare));
        double[] ratios = IntStream.range(0, ours.size())
                .mapToDouble(i -> ours.get(i) / bare.get(i))
                .toArray();
        String cpu =
                String.format(Locale.ROOT, "%s, %s (CPU %.2f times)", what, callers(callers), Paired.median(ratios));
        return pairs.row(cpu, "/s");
    }

    private static double noted(Rate.Measured measured, List<Double> cpu) {
        cpu.add(measured.cpuMicros());
        return measured.perSecond();
    }

    private Rate.Measured ours(RedisServer server, int callers) throws Exception {
        Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
        try (RedisBroker requesting = broker(server);
                RedisBroker responding = broker(server);
                var subscription = responding.subscribe(QUEUE, WORKERS, delivery -> {
                    responding.publish(
                            Message.reply(delivery.message(), delivery.message().body()));
                    return Settlement.ACCEPT;
                });
                ReplyQueue replies =
                        requesting.openReplyQueue(reply -> complete(waiting, reply.correlationId(), reply.body()))) {
            return Rate.of(callers, size.nanos(), id -> {
                CompletableFuture<byte[]> answer = new CompletableFuture<>();
                waiting.put(id, answer);
                requesting.publish(Message.request(
                        QUEUE, BODY, id, replies.name(), Instant.now().plusSeconds(30)));
                answer.get(30, TimeUnit.SECONDS);
            });
        }
    }

    private static void complete(Map<String, CompletableFuture<byte[]>> waiting, String id, byte[] body) {
        CompletableFuture<byte[]> answer = waiting.remove(id);
        if (answer != null) {
            answer.complete(body);
        }
    }

    private Rate.Measured bare(RedisServer server, int callers) throws Exception {
        try (BareRedis redis = new BareRedis(server.port()).answering()) {
            return Rate.of(callers, size.nanos(), id -> redis.request(id, BODY));
        }
    }

    private Rate.Measured promising(RedisServer server, int callers) throws Exception {
        try (BareRedis redis = new BareRedis(server.port()).promising().answering()) {
            return Rate.of(callers, size.nanos(), id -> redis.request(id, BODY));
        }
    }

    private static RedisBroker broker(RedisServer server) {
        return new RedisBroker(RedisSettings.parse(server.url()), InstantSource.system(), dropped -> {});
    }

    private double rows(RedisServer server, int callers) throws Exception {
        String run = UUID.randomUUID().toString();
        try (RedisRows rows = RedisRows.open(RedisSettings.parse(server.url()))) {
            TaskStore store = new RedisTaskStore(rows);
            return Rate.of(callers, size.nanos(), id -> {
                        TaskId task = new TaskId(run + "-" + id);
                        store.accept(new NewTask(task, spec(List.of()), null));
                        boolean done = store.apply(new Transition.Claim(task, 0, "bench", Duration.ofSeconds(30)))
                                && store.apply(new Transition.Complete(task, 1, completed(task), "{}"));
                        if (!done) {
                            throw new IllegalStateException(task + " could not be claimed and completed");
                        }
                    })
                    .perSecond();
        }
    }

    private static Outcome.Completed completed(TaskId task) {
        return new Outcome.Completed(
                new Artifact("models/" + task.value() + "/1.tasuki", "0".repeat(64), 1), "{\"rmse\":53.0}");
    }

    private static TaskSpec spec(List<String> tags) {
        return new TaskSpec(
                TaskKind.TRAIN,
                Published.TRAIN,
                new DatasetId("diabetes"),
                new DatasetPin("etag", 1),
                null,
                tags,
                Instant.EPOCH);
    }

    private double scripts(RedisServer server, int callers) throws Exception {
        try (BareRedis redis = new BareRedis(server.port())) {
            byte[] sha =
                    (byte[]) redis.call(Protocol.Command.SCRIPT, BareRedis.bytes("LOAD"), BareRedis.bytes(ROW_SCRIPT));
            return Rate.of(callers, size.nanos(), id -> {
                        for (String state : List.of("TASK_RECEIVED", "TASK_STARTED", "TASK_COMPLETED")) {
                            redis.call(
                                    Protocol.Command.EVALSHA,
                                    sha == null ? new byte[0] : sha,
                                    BareRedis.bytes("2"),
                                    BareRedis.bytes("bare:{rows}:task:" + id),
                                    BareRedis.bytes("bare:{rows}:all"),
                                    BareRedis.bytes(state),
                                    BareRedis.bytes(Published.TRAIN),
                                    BareRedis.bytes(id));
                        }
                    })
                    .perSecond();
        }
    }

    private double writes(RedisServer server, int callers) throws Exception {
        String run = UUID.randomUUID().toString();
        try (BareRedis redis = new BareRedis(server.port())) {
            BareRows rows = new BareRows(redis);
            return Rate.of(callers, size.nanos(), id -> rows.task(run + "-" + id))
                    .perSecond();
        }
    }

    private void lists(RedisServer server) throws Exception {
        try (RedisRows rows = RedisRows.open(RedisSettings.parse(server.url() + "?prefix=lists:"))) {
            TaskStore store = new RedisTaskStore(rows);
            IntStream.range(0, size.rows())
                    .parallel()
                    .forEach(i -> store.accept(new NewTask(new TaskId("l-" + i), spec(List.of("t" + i % 2)), null)));
            TaskFilter waiting = TaskFilter.of(Set.of(TaskState.TASK_RECEIVED));
            list(store, waiting, WARMING);
            double[] millis = list(store, waiting, SAMPLES);
            print("a list of 100 by state at " + size.rows() + " rows", millis);
        }
    }

    private static double[] list(TaskStore store, TaskFilter filter, int times) {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            if (store.list(TaskQuery.newest(filter, 100).brief()).size() != 100) {
                throw new IllegalStateException("a list is too short");
            }
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        return millis;
    }

    /** On a queue on which nothing else happens. */
    private void delivery(RedisServer server) throws Exception {
        SynchronousQueue<Long> arrived = new SynchronousQueue<>();
        try (RedisBroker broker = broker(server);
                var subscription = broker.subscribe("queue.bench", 1, delivery -> {
                    long now = System.nanoTime();
                    try {
                        arrived.put(now);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Settlement.ACCEPT;
                })) {
            double[] millis = new double[SAMPLES];
            for (int i = -WARMING; i < SAMPLES; i++) {
                long begin = System.nanoTime();
                broker.publish(Message.durable("queue.bench", BODY, "d-" + i));
                Long end = arrived.poll(30, TimeUnit.SECONDS);
                if (end == null) {
                    throw new IllegalStateException("a message did not arrive");
                }
                if (i >= 0) {
                    millis[i] = (end - begin) / 1e6;
                }
            }
            print("publish to delivery on an idle queue, `always`", millis);
        }
    }

    private static void print(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.2f ms, p99 %.2f ms%n%n",
                what,
                millis[millis.length / 2],
                millis[millis.length - 2]);
    }
}
