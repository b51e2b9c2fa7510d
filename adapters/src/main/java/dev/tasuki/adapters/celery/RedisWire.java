package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.celery.RedisEnvelope.Outgoing;
import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.Lane;
import dev.tasuki.adapters.resp.RedisErrors;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Refusal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;

/** Sends over Redis as kombu does. Closing the lane is its owner's. */
final class RedisWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(RedisWire.class);
    private static final int ANSWER_SECONDS = 86_400;
    private static final String EVENTS = "celeryev";

    private final RedisKeys keys;
    private final RedisLanes lane;
    private final RedisErrors errors;

    RedisWire(RedisKeys keys, RedisLanes lane, RedisErrors errors) {
        this.keys = keys;
        this.lane = lane;
        this.errors = errors;
    }

    @Override
    public void reply(Reply reply) {
        Lane.join(replied(reply, true));
    }

    @Override
    public void hint(Reply reply) {
        try {
            var unused = replied(reply, false);
        } catch (Refusal busy) {
            LOG.debug("a hint for a Celery program got lost: {}", busy.detail());
        }
    }

    /** A client that is gone would leave its list behind. */
    private CompletableFuture<@Nullable Object> replied(Reply reply, boolean patiently) {
        Outgoing message = new Outgoing(Json.object(), reply.correlationId(), "", 0, reply.body());
        String list = keys.list(reply.replyTo(), 0);
        Command push = Command.change(Protocol.Command.LPUSH, list, message.bytes(new Route("", reply.replyTo())));
        Command expire = Command.change(Protocol.Command.EXPIRE, list, ANSWER_SECONDS);
        CompletableFuture<@Nullable Object> pushed = patiently ? lane.sendPatiently(push) : lane.send(push);
        var unused = patiently ? lane.sendPatiently(expire) : lane.send(expire);
        return pushed;
    }

    @Override
    public void call(Call call) {
        Outgoing message =
                new Outgoing(call.headers(), call.correlationId(), call.replyTo(), call.priority(), call.body());
        Route route = call.route();
        byte[] bytes = message.bytes(route);
        if (route.exchange().isEmpty()) {
            String queue = route.key();
            // As a client does that declares it: others find it by the exchange of its name.
            lane.call(Command.change(Protocol.Command.SADD, keys.binding(queue), RedisKeys.bound(queue, queue)));
            push(queue, call.priority(), bytes);
            return;
        }
        List<String> queues = bound(route.exchange(), route.key());
        if (queues.isEmpty()) {
            throw errors.unavailable(
                    "a call was not sent: exchange " + route.exchange() + " has no queue for " + route.key(), null);
        }
        queues.forEach(queue -> push(queue, call.priority(), bytes));
    }

    private void push(String queue, int priority, byte[] bytes) {
        lane.call(Command.change(Protocol.Command.LPUSH, keys.list(queue, priority), bytes));
    }

    /** The queues that an exchange leads to by a key. */
    List<String> bound(String exchange, String key) {
        Object members = lane.call(Command.plain(Protocol.Command.SMEMBERS, keys.binding(exchange)));
        return Answer.list(members).stream()
                .map(member -> Answer.text(member).split(RedisKeys.SEPARATOR, -1))
                .filter(parts -> parts.length == 3 && parts[0].equals(key) && !parts[2].isEmpty())
                .map(parts -> parts[2])
                .toList();
    }

    /** By PUBLISH, as kombu sends what goes to all who listen. */
    @Override
    public void announce(News news) {
        try {
            Outgoing message = new Outgoing(Json.object().put("hostname", news.node()), "", "", 0, news.body());
            byte[] bytes = message.bytes(new Route(EVENTS, news.key()));
            var unused = lane.send(Command.change(Protocol.Command.PUBLISH, keys.feed(EVENTS, news.key()), bytes));
        } catch (Refusal busy) {
            LOG.debug("an event for Celery's monitors got lost: {}", busy.detail());
        }
    }

    @Override
    public void control(Control answer) {
        try {
            Outgoing message = new Outgoing(answer.headers(), "", "", 0, answer.body());
            byte[] bytes = message.bytes(new Route(RedisMailbox.ANSWERS, answer.key()));
            for (String queue : bound(RedisMailbox.ANSWERS, answer.key())) {
                String list = keys.list(queue, 0);
                lane.call(Command.change(Protocol.Command.LPUSH, list, bytes));
                lane.call(Command.change(Protocol.Command.EXPIRE, list, ANSWER_SECONDS));
            }
        } catch (Refusal away) {
            LOG.debug("a command's answer got lost: {}", away.detail());
        }
    }
}
