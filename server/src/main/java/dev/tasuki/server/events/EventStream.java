package dev.tasuki.server.events;

import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.server.wire.Drain;
import dev.tasuki.server.wire.Outflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's way through the log: first what it is told at once, then each change after a version, and a ping about
 * each five seconds. It ends when the client is gone or takes nothing for half a minute, when the server is to
 * stop, or when the log cannot be read; the client goes on from the last id that it has.
 *
 * <p>With a thousand clients the writing of a part costs far more than its bytes do. So what there is to say at one
 * time is one part, and gauges and pings come in the same {@link Beat}. At its beat a stream notices too that its
 * client is gone.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration PING = Duration.ofSeconds(5);

    private final EventHub hub;
    private final Drain drain;
    private final Interest interest;
    private final Gauges.Reader gauges;
    private final Beat beat;
    private long version;
    private long pinged = System.nanoTime();

    /** A stream after this version. */
    EventStream(EventHub hub, Drain drain, Interest interest, Gauges.Reader gauges, long version) {
        this.hub = hub;
        this.drain = drain;
        this.interest = interest;
        this.gauges = gauges;
        this.beat = hub.nextBeat();
        this.version = version;
    }

    /** Writes until it ends; first these frames. */
    void write(Outflow out, List<byte[]> first) {
        try {
            boolean goesOn = true;
            for (byte[] frame : first) {
                goesOn = goesOn && out.write(frame);
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

    /** Looks for all there is to say, says it in as few parts as can be, and waits if it was no news. */
    private boolean turn(Outflow out) throws InterruptedException {
        EventHub.Batch batch = hub.after(version);
        boolean news = batch.upTo() > version;
        List<byte[]> frames = new ArrayList<>();
        for (Frame frame : batch.frames()) {
            if (interest.has(frame.change())) {
                frames.add(frame.bytes());
            }
        }
        version = batch.upTo();
        frames.addAll(gauges.next(interest));
        if (System.nanoTime() - pinged >= PING.minus(Beat.PERIOD.dividedBy(2)).toNanos()) {
            pinged = System.nanoTime();
            frames.add(ping());
        }
        for (byte[] part : Frame.joined(frames)) {
            if (!out.write(part)) {
                return false;
            }
        }
        if (!news) {
            hub.await(version, beat.untilNext(System.nanoTime()));
        }
        return true;
    }

    private byte[] ping() {
        return Frame.gauge(
                "ping",
                Json.bytes(Json.object().put("at", Instant.now().toString()).put("version", version)));
    }
}
