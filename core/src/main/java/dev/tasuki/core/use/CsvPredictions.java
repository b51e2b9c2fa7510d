package dev.tasuki.core.use;

import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.data.dialect.DialectOptions;
import dev.tasuki.core.data.dialect.PlainCsv;
import dev.tasuki.core.predict.ModelStates;
import dev.tasuki.core.predict.csv.AskedModel;
import dev.tasuki.core.predict.csv.CheckedFile;
import dev.tasuki.core.predict.csv.FileRoom;
import dev.tasuki.core.predict.csv.PredictedRows;
import dev.tasuki.core.predict.csv.RowBatches;
import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the rows of a CSV part by part, each part as a prediction of its own that takes the way of all others: so a
 * long file holds nobody up, and any consumer may answer a part. Memory is that of one part, whatever the file.
 * Thread-safe; blocks: call it on a virtual thread.
 *
 * <p>Example: {@code try (Answer answer = csv.answer(csv.model(id), NONE, body, NOTHING, client)) { while ((part =
 * answer.next()) != null) { … }}}.
 */
public final class CsvPredictions {
    private static final Duration LONGEST = Duration.ofSeconds(Limits.PREDICT_CSV_TIME.value());
    /** How often a part waits for room that others have. */
    private static final int PATIENCE = 30;

    private final Models models;
    private final Predictions predictions;
    private final @Nullable ComputePool pool;
    private final InstantSource clock;
    private final Pause pause;
    private final FileRoom room = new FileRoom();

    /** How a part waits before it is asked again. Injected, so that tests need not wait. */
    @FunctionalInterface
    interface Pause {
        void await(Duration time);
    }

    /**
     * Uses these.
     *
     * @param pool where files are read; null: on the calling thread
     */
    public CsvPredictions(Models models, Predictions predictions, @Nullable ComputePool pool, InstantSource clock) {
        this(models, predictions, pool, clock, time -> LockSupport.parkNanos(time.toNanos()));
    }

    CsvPredictions(
            Models models, Predictions predictions, @Nullable ComputePool pool, InstantSource clock, Pause pause) {
        this.models = models;
        this.predictions = predictions;
        this.pool = pool;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * What a file must have for the model: to be known before the file is read. Throws {@link NotFound} if there is no
     * such model, or one that is not ours; {@link NotReady} while its training goes on.
     */
    public AskedModel model(ModelId id) {
        ModelView view = models.find(id);
        String key = new ModelStates(clock).artifact(view.row()).key();
        if (!Keys.ours(key) || view.report() == null) {
            throw new NotFound(
                    RefusalCode.MODEL_FOREIGN,
                    "model " + id + " was made by a foreign consumer; only POST /predict asks it");
        }
        return AskedModel.of(id, view.report());
    }

    /**
     * Receives the file to its end and checks all of it. Throws {@link InvalidRequest} for what is no table, lacks a
     * feature or would cost too much, and {@link TooBusy} while other files have the room that it needs.
     *
     * @param parts what each row is to have beside its prediction
     * @param csv not closed
     * @param asked how the client says that the file is written
     * @param client told of if the client goes
     */
    public Answer answer(
            AskedModel model, AnswerParts parts, InputStream csv, DialectOptions asked, CancelSignal client) {
        CheckedFile file = receive(csv, asked);
        boolean done = false;
        try {
            Deadline deadline =
                    Deadline.at(clock.instant().plus(LONGEST), clock).orGone(client);
            compute(() -> {
                file.check(model, deadline);
                return file;
            });
            Answer answer = new Answer(new RowBatches(model, parts, file), file, deadline, client);
            done = true;
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done) {
                close(file);
            }
        }
    }

    private CheckedFile receive(InputStream csv, DialectOptions asked) {
        try {
            return CheckedFile.receive(PlainCsv.of(CheckedFile.WHAT, csv, asked).content(), room);
        } catch (IOException brokenOff) {
            throw InvalidRequest.content(
                    RefusalCode.INVALID_DATASET,
                    CheckedFile.WHAT + ": the body broke off before its end; send it again");
        }
    }

    private <T> T compute(Supplier<T> work) {
        return pool == null ? work.get() : pool.call(work, ComputePool.SMALL + 1);
    }

    private static void close(CheckedFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to one file. For one thread. */
    public final class Answer implements AutoCloseable {
        private final RowBatches batches;
        private final CheckedFile file;
        private final Deadline deadline;
        private final CancelSignal client;
        private final PredictedRows rows;
        private boolean begun;

        private Answer(RowBatches batches, CheckedFile file, Deadline deadline, CancelSignal client) {
            this.batches = batches;
            this.file = file;
            this.deadline = deadline;
            this.client = client;
            this.rows = new PredictedRows(batches);
        }

        /** Whether nobody waits for it any more. */
        public boolean abandoned() {
            return Deadline.NEVER.orGone(client).passed();
        }

        /** The model that is asked. */
        public ModelId model() {
            return batches.model();
        }

        /**
         * The next bytes of the answer; null after the last. Throws the refusal of the part's prediction. Before the
         * first part any refusal ends it; later a part waits while others have the room that it needs.
         */
        public byte @Nullable [] next() {
            deadline.check();
            RowBatches.Batch batch = compute(this::batch);
            if (batch == null) {
                return null;
            }
            byte[] reply = ask(batch.request());
            begun = true;
            return compute(() -> rows.write(batch, reply));
        }

        private RowBatches.@Nullable Batch batch() {
            try {
                return batches.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] ask(byte[] request) {
            for (int asked = 1; ; asked++) {
                try {
                    return predictions
                            .predict(request, Duration.ZERO, false, client)
                            .json();
                } catch (TooBusy full) {
                    if (!begun || asked == PATIENCE) {
                        throw full;
                    }
                    pause.await(full.retryAfter().orElse(Duration.ofSeconds(1)));
                }
                deadline.check();
            }
        }

        @Override
        public void close() {
            CsvPredictions.close(file);
        }
    }
}
