package dev.tasuki.server.events;

import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.server.wire.Drain;
import dev.tasuki.server.wire.Outflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's way through the log: first what it is told at once, then each change after a version, and a ping each five
 * seconds. It ends when the client is gone or takes nothing for half a minute, when the server is to
 * stop, or when the log cannot be read; the client goes on from the last id that it has.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration PING = Duration.ofSeconds(5);
    /** How soon a stream notices that the server is to stop. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final EventHub hub;
    private final Drain drain;
    private final Interest interest;
    private final Gauges.Reader gauges;
    private long version;
    private long pinged = System.nanoTime();

    /** A stream after this version. */
    EventStream(EventHub hub, Drain drain, Interest interest, Gauges.Reader gauges, long version) {
        this.hub = hub;
        this.drain = drain;
        this.interest = interest;
        this.gauges = gauges;
        this.version = version;
    }

    /** Writes until it ends; first these frames. */
    void write(Outflow out, List<byte[]> first) {
        try {
            boolean goesOn = true;
            for (byte[] frame : first) {
                goesOn = goesOn && say(out, frame);
            }
            while (goesOn && !drain.begun() && !out.cancelled()) {
                goesOn = turn(out);
            }
        } catch (Refusal away) {
            LOG.debug("a stream of events ends: {}", away.detail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean turn(Outflow out) throws InterruptedException {
        EventHub.Batch batch = hub.after(version);
        for (Frame frame : batch.frames()) {
            if (interest.has(frame.change()) && !say(out, frame.bytes())) {
                return false;
            }
        }
        boolean news = batch.upTo() > version;
        version = batch.upTo();
        for (byte[] gauge : gauges.next(interest)) {
            if (!say(out, gauge)) {
                return false;
            }
        }
        if (System.nanoTime() - pinged >= PING.toNanos()) {
            pinged = System.nanoTime();
            byte[] now =
                    Json.bytes(Json.object().put("at", Instant.now().toString()).put("version", version));
            return say(out, Frame.gauge("ping", now));
        }
        if (!news) {
            hub.await(version, GLANCE);
        }
        return true;
    }

    private boolean say(Outflow out, byte[] frame) throws InterruptedException {
        return out.write(frame);
    }
}
