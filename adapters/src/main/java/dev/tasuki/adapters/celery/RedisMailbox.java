package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.RedisEnvelope.Outgoing;
import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;

/**
 * Commands by the feed that all workers of a fleet listen to, and a list of this process that they answer to, as kombu has
 * both. Answers stay in the list until they are looked at. Closing the lane is its owner's. Thread-safe.
 */
final class RedisMailbox implements AutoCloseable {
    /** The exchange of commands, which is a feed. */
    static final String COMMANDS = "celery.pidbox";
    /** The exchange of their answers. */
    static final String ANSWERS = "reply.celery.pidbox";

    private static final Logger LOG = LoggerFactory.getLogger(RedisMailbox.class);
    /** Answers that are looked at at once; a fleet has fewer workers. */
    private static final int READ = 1000;
    /** In seconds, for a process that dies: nobody reads its list. */
    private static final int KEPT = 3600;

    private static final Duration ANSWER_TIME = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final RedisKeys keys;
    private final RedisLanes lane;
    private final String key = UUID.randomUUID().toString();
    private final String queue = key + "." + ANSWERS;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean bound;

    RedisMailbox(RedisKeys keys, RedisLanes lane) {
        this.keys = keys;
        this.lane = lane;
    }

    /**
     * Sends a command that is answered to this mailbox.
     *
     * @throws Unavailable if it was not sent
     */
    void ask(ObjectNode command, ObjectNode headers) {
        // Answers are routed by this set; one that died is left in it, as kombu leaves its own.
        lane.call(Command.change(Protocol.Command.SADD, keys.binding(ANSWERS), RedisKeys.bound(key, queue)));
        bound = true;
        command.putObject("reply_to").put("exchange", ANSWERS).put("routing_key", key);
        tell(command, headers);
    }

    /**
     * Sends a command that nobody answers.
     *
     * @throws Unavailable if it was not sent
     */
    void tell(ObjectNode command, ObjectNode headers) {
        Outgoing message = new Outgoing(headers, "", "", 0, PythonJson.bytes(command));
        byte[] bytes = message.bytes(new Wire.Route(COMMANDS, ""));
        lane.call(Command.change(Protocol.Command.PUBLISH, keys.feed(COMMANDS, ""), bytes));
    }

    /**
     * What came since the last look.
     *
     * @throws Unavailable if Redis is away
     */
    List<Envelope> answers() {
        String list = keys.list(queue, 0);
        List<Object> all = Answer.list(lane.call(Command.change(Protocol.Command.RPOP, list, READ)));
        lane.call(Command.change(Protocol.Command.EXPIRE, list, KEPT));
        return all.stream()
                .map(Answer::bytes)
                .filter(raw -> raw.length <= RedisEnvelope.MOST_BYTES)
                .map(RedisEnvelope::parse)
                .flatMap(Optional::stream)
                .map(RedisEnvelope::read)
                .toList();
    }

    /**
     * Sends a command and waits the whole time for its answers, or until this is closed.
     *
     * @throws Unavailable if Redis is away
     */
    List<Envelope> ask(ObjectNode command, ObjectNode headers, Duration patience) throws InterruptedException {
        ask(command, headers);
        boolean closed = closing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return closed ? List.of() : answers();
    }

    /**
     * True if a worker of this name answers within a second. Other answers of that time are dropped.
     *
     * @throws Unavailable if Redis is away
     */
    boolean reaches(String node, ObjectNode headers) throws InterruptedException {
        String ticket = UUID.randomUUID().toString();
        ask(Questions.command("ping", Json.object(), node).put("ticket", ticket), headers);
        long end = System.nanoTime() + ANSWER_TIME.toNanos();
        while (System.nanoTime() < end && !closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (answers().stream()
                    .anyMatch(answer -> answer.headers().path("ticket").asText().equals(ticket))) {
                return true;
            }
        }
        return false;
    }

    /** Leaves nothing behind, if Redis is there. */
    @Override
    public void close() {
        closing.countDown();
        if (!bound) {
            return;
        }
        try {
            lane.call(Command.change(Protocol.Command.SREM, keys.binding(ANSWERS), RedisKeys.bound(key, queue)));
            lane.call(Command.change(Protocol.Command.DEL, keys.list(queue, 0)));
        } catch (Refusal away) {
            LOG.debug("a list for answers of Celery's workers is left behind: {}", away.detail());
        }
    }
}
