package dev.tasuki.core.use;

import dev.tasuki.core.ask.Replies;
import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.predict.DirectPredictions;
import dev.tasuki.core.predict.PredictReply;
import dev.tasuki.core.request.CellBudget;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a consumer for predictions. Takes the short way: no row and no store is looked at here; what a name means is in
 * memory, and the message has the id. The consumer knows the model or answers the refusal. A foreign consumer gives no
 * reason when it cannot answer, for example when the model is ours. Then the request is sent again, at most
 * {@value #MOST} times in all, since the next to get it may be another consumer. Blocks up to {@link #timeout()}: call
 * it on a virtual thread. Thread-safe.
 */
public final class Predictions {
    private static final int MOST = 8;

    private final Requester requester;
    private final @Nullable ComputePool pool;
    private final @Nullable DirectPredictions direct;
    private final @Nullable NameTable names;
    private final CellBudget underWay = new CellBudget(Limits.PREDICT_CELLS_IN_FLIGHT.value());

    /** Looks over requests and answers on the calling thread, however large they are. */
    public Predictions(Requester requester) {
        this(requester, null, null);
    }

    /**
     * Looks over large requests and answers on the pool's threads.
     *
     * @param pool null: on the calling thread
     * @param direct answers small ones in this process; null: they are asked for as all others
     */
    public Predictions(Requester requester, @Nullable ComputePool pool, @Nullable DirectPredictions direct) {
        this(requester, pool, direct, null);
    }

    /**
     * The same for clients that may say a model's name where its id is meant.
     *
     * @param names what names mean; null: only ids are taken
     */
    public Predictions(
            Requester requester,
            @Nullable ComputePool pool,
            @Nullable DirectPredictions direct,
            @Nullable NameTable names) {
        this.names = names;
        this.requester = requester;
        this.direct = direct;
        this.pool = pool;
    }

    /** The longest that a prediction blocks. */
    public Duration timeout() {
        return requester.timeout();
    }

    /** The same as {@link #predict(byte[], Duration)} for a body that has come just now. */
    public PredictReply predict(byte[] body) {
        return predict(body, Duration.ZERO);
    }

    /**
     * Checks the shape of a client's body, which came so long ago, and passes it through as it is. Throws
     * the {@link dev.tasuki.core.task.Refusal} that the consumer answered, or one of
     * {@link Requester#ask}.
     */
    public PredictReply predict(byte[] body, Duration ago) {
        return predict(body, ago, false);
    }

    /** The same; strict: names in the body that no request has are refused. */
    public PredictReply predict(byte[] body, Duration ago, boolean strict) {
        return predict(body, requester.deadline(ago), strict);
    }

    /** The same for a client of whose going is heard: then the work ends. */
    public PredictReply predict(byte[] body, Duration ago, boolean strict, CancelSignal client) {
        return predict(body, requester.deadline(ago).orGone(client), strict);
    }

    private PredictReply predict(byte[] body, Deadline deadline, boolean strict) {
        if (names == null) {
            PredictRequest request = compute(() -> PredictRequest.parse(body, deadline), body.length);
            return predict(request, body, deadline, strict);
        }
        NameReading reading = new NameReading(names);
        PredictRequest request = parse(body, deadline, reading);
        if (reading.missed()) {
            reading.find();
            request = parse(body, deadline, reading);
        }
        try {
            return predict(request, reading.message(body), deadline, strict);
        } catch (NotFound unknown) {
            if (unknown.code() != RefusalCode.MODEL_NOT_FOUND || !reading.learns()) {
                throw unknown;
            }
            return predict(body, deadline, strict);
        }
    }

    private PredictRequest parse(byte[] body, Deadline deadline, NameReading reading) {
        return compute(() -> PredictRequest.parse(body, deadline, reading), body.length);
    }

    private PredictReply predict(PredictRequest request, byte[] body, Deadline deadline, boolean strict) {
        List<String> warnings = request.warnings(strict);
        try (CellBudget.Held cells = underWay.take(request.cells())) {
            Optional<byte[]> here = direct == null ? Optional.empty() : direct.answer(request, body, deadline);
            return here.isPresent() ? new PredictReply(here.get(), warnings) : ask(body, deadline, warnings);
        }
    }

    private PredictReply ask(byte[] body, Deadline deadline, List<String> warnings) {
        byte[] answer = requester.ask(TaskKind.PREDICT.queue(), body, deadline);
        for (int asked = 1; ; asked++) {
            try {
                return checked(answer, warnings);
            } catch (Corrupt unclear) {
                if (asked == MOST || deadline.passed() || !Replies.unexplained(answer)) {
                    throw unclear;
                }
                answer = requester.askAgain(TaskKind.PREDICT.queue(), body, deadline);
            }
        }
    }

    private PredictReply checked(byte[] answer, List<String> warnings) {
        return compute(
                () -> {
                    Replies.check(answer);
                    return new PredictReply(answer, warnings);
                },
                answer.length);
    }

    private <T> T compute(Supplier<T> work, int bytes) {
        return pool == null || bytes <= ComputePool.SMALL ? work.get() : pool.call(work, bytes);
    }
}
