package dev.tasuki.adapters.resp;

import dev.tasuki.core.port.ServerReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has happened on the way to one server since this process began to use it. Thread-safe. */
public final class RedisCounts {
    private static final Logger LOG = LoggerFactory.getLogger(RedisCounts.class);

    private final String where;
    private final Map<String, LongAdder> takenOver = new ConcurrentSkipListMap<>();
    private final LongAdder repliesToNobody = new LongAdder();
    private final LongAdder serverChanges = new LongAdder();
    /** The name of the history, by server. */
    private final Map<String, String> seen = new HashMap<>();

    public RedisCounts(String where) {
        this.where = where;
    }

    /** Messages of consumers that gave no sign of life. */
    public void takenOver(String queue, int messages) {
        takenOver.computeIfAbsent(queue, name -> new LongAdder()).add(messages);
    }

    public void replyToNobody() {
        repliesToNobody.increment();
    }

    /**
     * A connection was made to this server. Its history has a name (master_replid), and a promoted replica tells the
     * name of the history that it continues.
     */
    synchronized void connected(String server, ServerFacts facts) {
        String history = facts.text("master_replid");
        if (history.isEmpty()) {
            return;
        }
        String before = seen.put(server, history);
        if (before == null || before.equals(history)) {
            return;
        }
        serverChanges.increment();
        if (facts.text("master_replid2").equals(before)) {
            LOG.warn("a replica has become the master at {}; what it had not got by then is gone", server);
        } else {
            LOG.warn("Redis at {} was started anew, or another server has its address", server);
        }
    }

    /** Told also while the server is away. */
    public List<ServerReading> readings() {
        List<ServerReading> readings = new ArrayList<>();
        takenOver.forEach((queue, count) -> readings.add(new ServerReading(
                "redis_taken_over_total",
                "Messages taken over from consumers that gave no sign of life for 30 seconds",
                where,
                Map.of("queue", queue),
                count.sum())));
        readings.add(new ServerReading(
                "redis_replies_to_nobody_total",
                "Replies that nobody waited for any more, or that their process did not read",
                where,
                repliesToNobody.sum()));
        readings.add(new ServerReading(
                "redis_server_changes_total",
                "Times that a connection found the server started anew, or another one in its place",
                where,
                serverChanges.sum()));
        return readings;
    }
}
