package dev.tasuki.core.predict;

import dev.tasuki.core.ask.Answerer;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TimedOut;
import java.util.Optional;

/**
 * Answers small predictions on the thread of their request, in a process that works itself: without a queue, a
 * worker and a reply. Whatever takes longer goes the way of all others. Thread-safe.
 *
 * @param handler that of the process's own workers, with their models
 */
public record DirectPredictions(PredictHandler handler, Telemetry telemetry) {
    /**
     * The answer; empty if it takes long, or if its model is not in memory yet. Throws the refusal that a worker
     * would have answered.
     */
    public Optional<byte[]> answer(PredictRequest request, byte[] body, Deadline deadline) {
        if (body.length > ComputePool.SMALL) {
            return Optional.empty();
        }
        long started = System.nanoTime();
        try {
            if (!(handler.start(request, body, deadline) instanceof Answerer.Start.Answered done)) {
                return Optional.empty();
            }
            long took = System.nanoTime() - started;
            telemetry.time(Telemetry.Timing.PREDICT_WORK, took);
            telemetry.time(Telemetry.Timing.PREDICT_ROUND_TRIP, took);
            telemetry.count(Telemetry.Count.PREDICTIONS_ANSWERED);
            return Optional.of(done.body());
        } catch (TimedOut late) {
            telemetry.count(Telemetry.Count.REQUESTS_TIMED_OUT);
            throw late;
        } catch (Refusal refusal) {
            telemetry.count(Telemetry.Count.PREDICTIONS_REFUSED);
            throw refusal;
        }
    }
}
