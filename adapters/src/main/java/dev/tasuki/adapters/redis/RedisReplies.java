package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.BlockingReader;
import dev.tasuki.adapters.resp.RedisCounts;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.core.base.DefectLog;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.ReplyInboxes;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.task.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The reply queues of this process. They share one list at the server and one reader of it; a reply names its queue.
 * A reply that nobody waits for any more is dropped.
 */
final class RedisReplies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisReplies.class);
    private static final String PREFIX = "tasuki.reply.";
    private static final String MOST_AT_ONCE = "100";
    private static final long PAUSE_MILLIS = 500;

    private final String process = UUID.randomUUID().toString();
    private final RedisQueues queues;
    private final RedisCounts counts;
    private final BlockingReader reader;
    private final ReplyInboxes inboxes = new ReplyInboxes(PREFIX + process);
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread reading =
            Thread.ofVirtual().name("tasuki-redis-replies").unstarted(this::read);
    private final DefectLog defects = new DefectLog("the reader of replies");
    private final OutageLog outage = new OutageLog("the reader of replies");

    RedisReplies(RedisQueues queues, RedisLink link) {
        this.queues = queues;
        this.counts = link.counts();
        this.reader = new BlockingReader("replies", link, queues.replies(process));
    }

    /** True for names of reply queues, this process's or another's. */
    static boolean owns(String queue) {
        return queue.startsWith(PREFIX);
    }

    ReplyQueue open(ReplyListener listener) {
        ReplyQueue inbox = inboxes.open(listener);
        if (started.compareAndSet(false, true)) {
            reading.start();
        }
        return inbox;
    }

    /** Sends a reply, to this process without the server. Whether it arrives is not waited for. */
    void send(Message reply) {
        String to = ReplyInboxes.sharedBy(reply.queue()).substring(PREFIX.length());
        if (to.equals(process)) {
            tell(reply);
            return;
        }
        queues.reply(to, reply).whenComplete((answer, failure) -> {
            if (failure instanceof Refusal refusal) {
                LOG.warn("reply {} could not be sent: {}", reply.correlationId(), refusal.detail());
            } else if (failure == null && Answer.number(answer) == 0) {
                counts.replyToNobody();
                LOG.warn("reply {} dropped: its process has too many that it does not read", reply.correlationId());
            }
        });
    }

    private void tell(Message reply) {
        if (!inboxes.tell(reply)) {
            counts.replyToNobody();
        }
    }

    private void read() {
        while (closing.getCount() > 0) {
            try {
                turn();
                defects.wentWell();
                outage.goesOn();
            } catch (Refusal e) {
                if (closing.getCount() > 0) {
                    outage.waits(e);
                    pause();
                }
            } catch (RuntimeException | Error e) {
                // A reader that ended here would be missing for as long as the process runs.
                defects.failed(e);
                pause();
            }
        }
        reader.close();
    }

    private void turn() {
        try {
            if (reader.disconnected()) {
                reader.connect();
            }
            Object answer = reader.read(
                    Protocol.Command.BLMPOP,
                    Long.toString(BlockingReader.LONGEST.toSeconds()),
                    "1",
                    queues.replies(process),
                    "LEFT",
                    "COUNT",
                    MOST_AT_ONCE);
            List<Object> popped = Answer.list(answer);
            if (!popped.isEmpty()) {
                Answer.list(popped.get(1)).forEach(element -> arrived(Answer.bytes(element)));
            }
        } catch (JedisDataException e) {
            throw queues.refused(e);
        }
    }

    private void arrived(byte[] element) {
        Optional<Message> reply = MessageFields.unpack(element);
        if (reply.isEmpty()) {
            LOG.warn("dropped a reply that cannot be read");
        } else {
            tell(reply.get());
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.warn("the reader of replies was interrupted; it goes on until it is closed");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        inboxes.clear();
        if (!started.get()) {
            return;
        }
        reader.cut();
        try {
            reading.join(BlockingReader.LONGEST.plusSeconds(4));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
