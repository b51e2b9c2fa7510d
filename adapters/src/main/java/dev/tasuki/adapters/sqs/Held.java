package dev.tasuki.adapters.sqs;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message that SQS has lent to this process. Thread-safe. */
final class Held {
    private final SqsQueues.Target target;
    private final String id;
    private final String handle;
    private final Envelope envelope;
    private final int received;
    private final Instant since;
    private final AtomicBoolean lost = new AtomicBoolean();

    /**
     * Just received.
     *
     * @param id SQS's name for the message
     * @param handle SQS's name for this delivery of it
     * @param received how often SQS has delivered it
     * @param since when it came
     */
    Held(SqsQueues.Target target, Receipt receipt, Envelope envelope, Instant since) {
        this.target = target;
        this.id = receipt.id();
        this.handle = receipt.handle();
        this.received = receipt.received();
        this.envelope = envelope;
        this.since = since;
    }

    /**
     * What SQS says of a delivery.
     *
     * @param id its name for the message
     * @param handle its name for this delivery of it
     * @param received how often it has delivered the message
     */
    record Receipt(String id, String handle, int received) {}

    SqsQueues.Target target() {
        return target;
    }

    String id() {
        return id;
    }

    String handle() {
        return handle;
    }

    Envelope envelope() {
        return envelope;
    }

    /** How often SQS has delivered it, this time included. */
    int received() {
        return received;
    }

    /** How often it was delivered under all its ids, this time included. */
    int deliveries() {
        return received + envelope.former();
    }

    Instant since() {
        return since;
    }

    /** It went to another consumer; false if that was known. */
    boolean lose() {
        return lost.compareAndSet(false, true);
    }

    boolean lost() {
        return lost.get();
    }
}
