package dev.tasuki.adapters.sqs;

import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bodies that a queue does not take: they are put into the object store, and the message names the object. Only
 * objects of the message's own queue are read or deleted, because a message can be written by anybody who may send.
 *
 * @param store where the bodies are
 */
record ClaimChecks(ObjectStore store, SqsMetrics metrics) {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimChecks.class);
    private static final String ROOT = "messages/";
    /** The longest retention of a queue, and a day more. */
    private static final Duration KEPT = Duration.ofDays(15);

    /** What it becomes on the wire; its body goes into the store first if the queue does not take it. */
    Envelope.Wire wire(SqsQueues.Target target, Envelope envelope, @Nullable String inbox) {
        Envelope.Wire wire = envelope.wire(inbox);
        if (wire.bytes() <= target.largest()) {
            return wire;
        }
        if (envelope.object() == null) {
            wire = put(target, envelope).wire(inbox);
        }
        if (wire.bytes() > target.largest()) {
            throw InvalidRequest.content(
                    RefusalCode.TOO_LARGE,
                    "the headers of the message for " + envelope.message().queue()
                            + " have %,d bytes, the queue takes %,d".formatted(wire.bytes(), target.largest()));
        }
        return wire;
    }

    private Envelope put(SqsQueues.Target target, Envelope envelope) {
        String key = ROOT + home(target.plan()) + "/" + UUID.randomUUID();
        try {
            store.put(key, new ByteArrayInputStream(envelope.message().body()));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory are always read", e);
        }
        metrics.happened(SqsMetrics.Event.CLAIM_CHECKS);
        return envelope.checkedIn(key);
    }

    /** Dead letters keep the object that the message had before. */
    private static String home(QueuePlan plan) {
        String name = plan.name().replace(".fifo", "");
        return plan.use() == QueuePlan.Use.DEAD_LETTERS ? name.substring(0, name.length() - "-dead".length()) : name;
    }

    /** True if the object is one of a message of that queue. */
    static boolean owns(QueuePlan plan, String key) {
        return key.matches("messages/\\Q" + home(plan) + "\\E/[0-9a-f-]{36}");
    }

    /**
     * The message with its body.
     *
     * @throws dev.tasuki.core.task.NotFound if its object is gone
     */
    Message fetch(Envelope envelope) {
        String key = envelope.object();
        return key == null ? envelope.message() : envelope.checkedOut(read(key, Limits.MESSAGE_BYTES.intValue()));
    }

    /** The beginning of a body, and how many bytes it has in all. */
    Optional<Beginning> beginning(String key, int most) {
        Optional<StoredObject> object = store.stat(key);
        return object.map(there -> new Beginning(read(key, most), there.size()));
    }

    /**
     * A part of a body.
     *
     * @param size of the whole
     */
    record Beginning(byte[] bytes, long size) {}

    private byte[] read(String key, int most) {
        try (ObjectStore.ObjectReader reader = store.open(key)) {
            return reader.content().readNBytes(most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the object of a message that is gone; one that stays is swept later. */
    void delete(@Nullable String key) {
        if (key == null) {
            return;
        }
        try {
            store.delete(key);
        } catch (Refusal away) {
            LOG.warn("object {} stays until it is swept: {}", key, away.detail());
        }
    }

    /** Removes what crashes left: older than any message. */
    void sweep(String prefix, Instant now) {
        for (StoredObject object : store.list(ROOT + prefix + "-")) {
            if (object.modified().isBefore(now.minus(KEPT)) && store.delete(object.key())) {
                LOG.info("object {} deleted, its message is gone", object.key());
            }
        }
    }
}
