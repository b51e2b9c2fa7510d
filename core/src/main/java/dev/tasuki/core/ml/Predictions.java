package dev.tasuki.core.ml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.dispatch.Json;
import dev.tasuki.core.dispatch.Replies;
import dev.tasuki.core.dispatch.Requester;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;

/**
 * Asks a consumer for predictions. Takes the short way: no row and no store is looked at here; the
 * consumer knows the model or answers the refusal. A consumer of another make says no reason when it
 * cannot answer, for one when the model is ours: then the same is asked again, at most {@value #MOST}
 * times in all, since the next to get it may be another consumer. Blocks up to {@link #timeout()}: call
 * it on a virtual thread. Thread-safe.
 */
public final class Predictions {
    private static final int MOST = 8;

    private final Requester requester;

    public Predictions(Requester requester) {
        this.requester = requester;
    }

    /** The longest that a prediction blocks. */
    public Duration timeout() {
        return requester.timeout();
    }

    /**
     * Checks the shape of a client's body and passes it through as it is. Throws the
     * {@link dev.tasuki.core.task.Refusal} that the consumer answered, or one of
     * {@link Requester#ask}.
     */
    public PredictReply predict(byte[] body) {
        if (!PredictShape.fits(body)) {
            PredictRequest.parse(body);
        }
        return ask(body);
    }

    /** The same for a request made here. */
    public PredictReply predict(PredictRequest request) {
        ObjectNode body = Json.object();
        body.put("model_id", request.model().value());
        if (request.dataset() != null) {
            body.put("dataset_id", request.dataset().value());
        }
        if (request.single()) {
            body.set("input_data", request.rows().getFirst());
        } else {
            body.putArray("input_data").addAll(request.rows());
        }
        return ask(Json.bytes(body));
    }

    private PredictReply ask(byte[] body) {
        long end = System.nanoTime() + timeout().toNanos();
        byte[] answer = requester.ask(TaskKind.PREDICT.queue(), body);
        for (int asked = 1; ; asked++) {
            try {
                Replies.check(answer);
                return new PredictReply(answer);
            } catch (Corrupt unclear) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (asked == MOST || !left.isPositive() || !Replies.unexplained(answer)) {
                    throw unclear;
                }
                answer = requester.askAgain(TaskKind.PREDICT.queue(), body, left);
            }
        }
    }
}
