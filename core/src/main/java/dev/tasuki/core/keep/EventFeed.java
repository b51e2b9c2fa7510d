package dev.tasuki.core.keep;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.Cursors;
import dev.tasuki.core.port.EventSink;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.ChangeSpan;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds other programs with what happens to tasks: late if the broker or the sending process was away, but never
 * missing. It reads the change log from a stored cursor, sends, and moves the cursor when the broker has taken all.
 * What a crash cuts off in between is sent again by the process that leads next, with the same ids.
 *
 * <p>The {@link Leader} alone is to run it, so that events keep their order. Two that run it harm nothing but that:
 * only one of them moves the cursor. Thread-safe.
 */
public final class EventFeed {
    /** How often {@link #turn} is to be called; one without news asks nobody. */
    public static final Duration PERIOD = Duration.ofMillis(100);

    /** The name of the cursor. */
    static final String READER = "tasuki.events";

    static final int PAGE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final Way way;
    private final News news;
    private final Telemetry telemetry;
    private final OutageLog outage = new OutageLog("the feed of events");
    private final ReentrantLock turning = new ReentrantLock();
    private volatile long sent = -1;
    private volatile Instant again = Instant.MIN;

    /** From where to where. */
    public record Way(ChangeLog log, Cursors cursors, EventSink sink) {}

    /**
     * When there is something to do.
     *
     * @param newest the newest version that this process has heard of; empty if it has heard of none
     * @param steady measures the pause after a failure
     */
    public record News(Supplier<OptionalLong> newest, InstantSource steady) {}

    /** A feed that nobody turns yet. */
    public EventFeed(Way way, News news, Telemetry telemetry) {
        this.way = way;
        this.news = news;
        this.telemetry = telemetry;
    }

    /**
     * Begins after the newest change, where no process has ever begun. Call it before this process changes
     * anything. Throws Unavailable if the store is away.
     */
    public void begin() {
        way.cursors.begin(READER, way.log.span().newest());
    }

    /** Sends what is new, if anything is; a second after a failure at the soonest. */
    public void turn() {
        OptionalLong newest = news.newest.get();
        if (newest.isPresent()
                && newest.getAsLong() > sent
                && !news.steady.instant().isBefore(again)) {
            run();
        }
    }

    /** Sends all there is. A broker or store that is away ends it until the next time. */
    public void run() {
        turning.lock();
        try {
            long from = way.cursors.of(READER).orElse(0);
            boolean more = true;
            while (more) {
                ChangePage page = way.log.since(from, PAGE);
                more = page.mayHaveMore(from, PAGE);
                if (page.upTo() > from) {
                    send(page.changes(), from);
                    if (!way.cursors.move(READER, from, page.upTo())) {
                        LOG.info("events after version {} are sent by another process", from);
                        return;
                    }
                    from = page.upTo();
                }
            }
            sent = from;
            outage.goesOn();
        } catch (Refusal away) {
            again = news.steady.instant().plus(AFTER_A_FAILURE);
            outage.waits(away);
        } finally {
            turning.unlock();
        }
    }

    private void send(List<Change> changes, long from) {
        if (changes.isEmpty()) {
            return;
        }
        if (changes.getFirst().version() > from + 1) {
            lookForPruned(from);
        }
        way.sink.send(changes);
        telemetry.count(Telemetry.Count.EVENTS_ANNOUNCED, changes.size());
    }

    /** Only a broker that was away for as long as the log reaches costs events. */
    private void lookForPruned(long from) {
        ChangeSpan span = way.log.span();
        if (span.lacks(from)) {
            long gone = span.oldest() - from - 1;
            telemetry.count(Telemetry.Count.EVENTS_DROPPED, Math.clamp(gone, 0, Integer.MAX_VALUE));
            LOG.warn(
                    "{} changes went from the log before their events could be sent, versions {} to {};"
                            + " a larger --keep-changes keeps them for longer",
                    gone,
                    from + 1,
                    span.oldest() - 1);
        }
    }
}
