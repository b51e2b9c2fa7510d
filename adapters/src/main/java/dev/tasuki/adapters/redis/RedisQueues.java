package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.Lane;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The operations on queues: each is one script over the keys of one queue.
 *
 * @param durable what is answered only when it is stored
 * @param quick requests, replies, settlements and questions
 * @param common what the commands of a kind have in common, made once
 */
record RedisQueues(
        RedisLink link, Script script, RedisLanes durable, RedisLanes quick, Map<RedisQueues.Kind, Command> common) {
    /** Names of processes come and go: with more kinds than this all are made anew. */
    private static final int KINDS = 1_000;

    RedisQueues(RedisLink link, Script script, RedisLanes durable, RedisLanes quick) {
        this(link, script, durable, quick, new ConcurrentHashMap<>());
    }

    /** Which commands the server takes as one. */
    record Kind(String queue, String operation, String of) {}

    /** How long a consumer may give no sign of life before others take what it holds. */
    static final long PATIENCE_MILLIS = 30_000;

    private static final String SETTLE = "settle";
    private static final long REPLIES_LIVE_MILLIS = 60_000;

    /** An entry as the server gives it. */
    record Entry(String id, Map<String, byte[]> fields, long count) {
        /** Of a list of id, fields and, unless it was read for the first time, how often it was delivered. */
        static Entry of(Object answer) {
            List<Object> parts = Answer.list(answer);
            long count = parts.size() > 2 ? Answer.number(parts.get(2)) : 1;
            return new Entry(Answer.text(parts.get(0)), Answer.fields(parts.get(1)), count);
        }

        static List<Entry> all(@Nullable Object answer) {
            return Answer.list(answer).stream().map(Entry::of).toList();
        }
    }

    /**
     * What looking after a queue brought.
     *
     * @param pause milliseconds until the next delayed message is due
     * @param taken what was taken from consumers that are gone
     */
    record Tended(long pause, List<Entry> taken) {}

    /** What all keys of the queue begin with; the braces keep them in one slot of a Cluster. */
    String keys(String queue) {
        return link.settings().prefix() + "{" + queue + "}:";
    }

    /** False if it is full. */
    boolean publish(Message message) {
        long most = message.durable() ? 0 : link.settings().flow().maxQueue();
        List<Object> fields = MessageFields.of(message);
        List<Object> own = new ArrayList<>(fields.size() + 1);
        own.add(fields.size());
        own.addAll(fields);
        RedisLanes lane = message.durable() ? durable : quick;
        Kind kind = new Kind(message.queue(), "publish", message.durable() ? "durable" : "quick");
        return Answer.number(lane.call(together(kind, List.of(most), own))) == 1;
    }

    /** Sends a reply to the process that has this name; the answer is 0 if it has too many unread ones. */
    CompletableFuture<@Nullable Object> reply(String process, Message reply) {
        return quick.send(together(
                new Kind("reply." + process, "reply", ""),
                List.of(Limits.REPLIES_WAITING.value(), REPLIES_LIVE_MILLIS),
                List.of(MessageFields.pack(reply))));
    }

    /** The list of the replies to this process. */
    String replies(String process) {
        return keys("reply." + process) + "list";
    }

    Tended tend(String queue, String consumer, int room) {
        List<Object> answer = Answer.list(call(queue, true, "tend", List.of(consumer, room, PATIENCE_MILLIS)));
        return new Tended(Answer.number(answer.get(0)), Entry.all(answer.get(1)));
    }

    /** What is pending under this consumer beyond what it knows of; at most {@code most}. */
    List<Entry> mine(String queue, String consumer, int most, Collection<String> known) {
        List<Object> arguments = new ArrayList<>(List.of(consumer, most));
        arguments.addAll(known);
        return Entry.all(call(queue, false, "mine", arguments));
    }

    /** A sign of life for what the consumer holds. */
    void beat(String queue, String consumer, Collection<String> ids) {
        List<Object> arguments = new ArrayList<>(List.of(consumer, ""));
        arguments.addAll(ids);
        call(queue, true, "beat", arguments);
    }

    /** The answer is 0 if it is not the consumer's any more, else 1 and the dead letters that gave way. */
    CompletableFuture<@Nullable Object> settle(String queue, String consumer, Held held, Settlement settlement) {
        String how = switch (settlement) {
            case Settlement.Accept ignored -> "accept";
            case Settlement.Requeue ignored -> "requeue";
            case Settlement.Discard ignored -> "discard";
        };
        String with = switch (settlement) {
            case Settlement.Accept ignored -> "";
            case Settlement.Requeue requeue -> Long.toString(requeue.delay().toMillis());
            case Settlement.Discard discard -> discard.reason();
        };
        return quick.sendPatiently(together(
                new Kind(queue, SETTLE, consumer),
                List.of(consumer, Limits.DEAD_LETTERS.value()),
                List.of(held.id(), held.count(), how, with)));
    }

    /** The consumer is gone; what is pending under it stays until others take it. */
    void leave(String queue, String consumer) {
        call(queue, true, "leave", List.of(consumer));
    }

    QueueStatus status(String queue) {
        List<Object> answer = Answer.list(call(queue, false, "status", List.of()));
        return new QueueStatus(
                queue, Answer.number(answer.get(0)), Answer.number(answer.get(1)), (int) Answer.number(answer.get(2)));
    }

    /** Dead letters from this id on, each with the beginning of its body. */
    List<Entry> letters(String queue, String from, int most, int shown) {
        return Entry.all(call(queue, false, "letters", List.of(from, most, shown)));
    }

    long lettersCount(String queue) {
        return Answer.number(call(queue, false, "dead", List.of()));
    }

    boolean revive(String queue, String id, byte @Nullable [] body) {
        List<Object> arguments = body == null ? List.of(id, "0", "") : List.of(id, "1", body);
        Object answer = durable.call(command(queue, true, "revive", arguments));
        return Answer.number(answer) == 1;
    }

    boolean remove(String queue, String id) {
        return Answer.number(durable.call(command(queue, true, "remove", List.of(id)))) == 1;
    }

    /** What Redis said to a reader instead of doing it. */
    Refusal refused(JedisDataException error) {
        return link.errors().refused(error);
    }

    private @Nullable Object call(String queue, boolean writes, String operation, List<?> arguments) {
        return Lane.join(quick.sendPatiently(command(queue, writes, operation, arguments)));
    }

    /** Of several of a kind the server makes one step. Settlements may go behind what was sent after them. */
    private Command together(Kind kind, List<?> shared, List<?> own) {
        Command first = common.get(kind);
        if (first == null) {
            if (common.size() >= KINDS) {
                common.clear();
            }
            Command alone = command(kind.queue(), true, kind.operation(), shared);
            boolean last = kind.operation().equals(SETTLE);
            first = alone.with(new Command.Together(
                    alone.key() + kind.operation() + " " + kind.of(), alone.arguments().length, last));
            common.put(kind, first);
        }
        return first.followedBy(own);
    }

    private Command command(String queue, boolean writes, String operation, List<?> arguments) {
        return Command.of(script, keys(queue), writes, operation, arguments);
    }
}
