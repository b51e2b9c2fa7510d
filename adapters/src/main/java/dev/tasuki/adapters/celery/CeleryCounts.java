package dev.tasuki.adapters.celery;

import dev.tasuki.core.port.ServerReading;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to calls since this process started.
 *
 * @param received messages taken from a queue
 * @param answered calls whose end was told
 * @param refused of those received, the ones that were not done
 * @param owed trainings that were accepted, each of which is answered when it has ended
 */
record CeleryCounts(LongAdder received, LongAdder answered, LongAdder refused, LongAdder owed) {
    CeleryCounts() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }

    /** For operators. */
    List<ServerReading> readings(String server) {
        return List.of(
                new ServerReading(
                        "celery_received_total", "Calls that came through Celery's queues", server, received.sum()),
                new ServerReading(
                        "celery_answered_total", "Calls of Celery programs whose end was told", server, answered.sum()),
                new ServerReading(
                        "celery_refused_total", "Calls of Celery programs that were refused", server, refused.sum()),
                new ServerReading(
                        "celery_owed_total",
                        "Trainings accepted from Celery programs, each of which owes an answer",
                        server,
                        owed.sum()));
    }
}
