package dev.tasuki.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.bench.HttpLoad.LoadResult;
import dev.tasuki.bench.HttpLoad.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Calls tasks over RabbitMQ in Celery's words, with results by rpc or by Redis; in Java, so that callers take little of
 * the machine that is measured. Thread-safe.
 */
final class CeleryCaller implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 120;

    private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Connection connection;
    private final Channel sending;
    private final String replies;
    private redis.clients.jedis.@Nullable Connection channels;

    private CeleryCaller(String broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        connection = factory.newConnection();
        sending = connection.createChannel();
        Channel receiving = connection.createChannel();
        replies = receiving.queueDeclare().getQueue();
        receiving.basicConsume(replies, true, (tag, message) -> told(JSON.readTree(message.getBody())), tag -> {});
    }

    /** Its results come by the queue that each message names. */
    static CeleryCaller rpc(String broker) throws Exception {
        return new CeleryCaller(broker);
    }

    /** Its results come from the channels of a Redis. One subscription to all of them stands for one to each. */
    static CeleryCaller redis(String broker, int port) throws Exception {
        CeleryCaller caller = new CeleryCaller(broker);
        redis.clients.jedis.Connection channels =
                new redis.clients.jedis.Connection(new HostAndPort("127.0.0.1", port));
        channels.setTimeoutInfinite();
        channels.sendCommand(Protocol.Command.PSUBSCRIBE, "celery-task-meta-*");
        channels.getOne();
        caller.channels = channels;
        Thread.ofPlatform().daemon().start(() -> caller.listen(channels));
        return caller;
    }

    private void listen(redis.clients.jedis.Connection channels) {
        try {
            while (true) {
                List<?> message = (List<?>) channels.getOne();
                told(JSON.readTree((byte[]) message.getLast()));
            }
        } catch (JedisException e) {
            // It was closed; who still waits for a result runs into the end of its patience.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void told(JsonNode state) {
        switch (state.path("status").asText()) {
            case "SUCCESS", "FAILURE", "REVOKED" -> {
                CompletableFuture<JsonNode> call =
                        waiting.remove(state.path("task_id").asText());
                if (call != null) {
                    call.complete(state);
                }
            }
            default -> {}
        }
    }

    /**
     * What to call.
     *
     * @param arguments a JSON list
     * @param keywords a JSON object
     */
    record Call(String task, String queue, String arguments, String keywords) {
        private byte[] body() {
            String embed = "{\"callbacks\": null, \"errbacks\": null, \"chain\": null, \"chord\": null}";
            return ("[" + arguments + ", " + keywords + ", " + embed + "]").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Sends it; its result comes later. */
    CompletableFuture<JsonNode> send(Call call) throws IOException {
        String id = UUID.randomUUID().toString();
        CompletableFuture<JsonNode> result = new CompletableFuture<>();
        waiting.put(id, result);
        Map<String, Object> headers = new HashMap<>(Map.of(
                "lang",
                "py",
                "task",
                call.task(),
                "id",
                id,
                "root_id",
                id,
                "retries",
                0,
                "argsrepr",
                "()",
                "kwargsrepr",
                "{}",
                "origin",
                "bench",
                "ignore_result",
                false));
        headers.put("timelimit", Arrays.asList(null, null));
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .deliveryMode(2)
                .priority(0)
                .correlationId(id)
                .replyTo(replies)
                .headers(headers)
                .build();
        synchronized (sending) {
            sending.basicPublish("", call.queue(), properties, call.body());
        }
        return result;
    }

    /** Sends it and waits for its result. */
    JsonNode get(Call call) throws IOException {
        try {
            JsonNode state = send(call).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!state.path("status").asText().equals("SUCCESS")) {
                throw new IOException(call.task() + " came to " + state);
            }
            return state.path("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(call.task() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The same call over and over by several callers, each of which waits for its result. */
    LoadResult load(Call call, int callers, long seconds) throws InterruptedException {
        List<Samples> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; i < callers; i++) {
            Samples samples = new Samples();
            all.add(samples);
            threads.add(Thread.ofVirtual().start(() -> {
                while (System.nanoTime() < end) {
                    long sent = System.nanoTime();
                    boolean well = done(call);
                    samples.add(System.nanoTime() - sent, well);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return LoadResult.of(all, System.nanoTime() - begin);
    }

    private boolean done(Call call) {
        try {
            get(call);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        connection.abort();
        if (channels != null) {
            channels.close();
        }
    }
}
