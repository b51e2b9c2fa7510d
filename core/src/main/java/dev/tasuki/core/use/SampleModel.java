package dev.tasuki.core.use;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model of the sample dataset: the published training under a fixed name, so that every example of the API's
 * document works as it stands.
 */
public final class SampleModel {
    /** What it is called. */
    public static final String NAME = "diabetes-demo";

    private static final Logger LOG = LoggerFactory.getLogger(SampleModel.class);
    private static final ModelId ID = new ModelId(NAME);

    /** Two processes that start at once on the same stores ask for one training. */
    private static final String IDEMPOTENCY_KEY = "tasuki-sample-model";

    /** Below the datasets' prefix; no dataset, as it does not end in .csv. */
    private static final String MARK = "sample-model-installed";

    /** The training that the published design shows. */
    public static final String PUBLISHED =
            "{\"dataset_id\":\"diabetes\",\"features\":[\"age\",\"bmi\",\"bp\",\"s1\",\"s2\",\"s3\",\"s4\",\"s5\",\"s6\"],"
                    + "\"target\":\"target\"}";

    private final Trainings trainings;
    private final ObjectStore objects;
    private final Keys keys;

    /** @param trainings whatever it is asked to train gets the name {@link #id()} */
    public SampleModel(Trainings trainings, ObjectStore objects, Keys keys) {
        this.trainings = trainings;
        this.objects = objects;
        this.keys = keys;
    }

    public static ModelId id() {
        return ID;
    }

    /**
     * Has it trained the first time that a store is used. A mark beside the sample dataset remembers that, so that a
     * model that was deleted does not come back. Without a part that it needs nothing happens until the next start.
     */
    public void install() {
        try {
            if (objects.stat(keys.datasets() + MARK).isEmpty()) {
                train();
                objects.put(keys.datasets() + MARK, InputStream.nullInputStream());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an empty stream cannot fail", e);
        } catch (Refusal away) {
            LOG.warn("the sample's model {} is not trained yet, the next start will do it: {}", NAME, away.detail());
        }
    }

    private void train() {
        try {
            trainings.submit(TrainRequest.parse(PUBLISHED.getBytes(StandardCharsets.UTF_8)), IDEMPOTENCY_KEY);
        } catch (NotFound | InvalidRequest replaced) {
            LOG.info("there is no model {}: {}", NAME, replaced.detail());
        }
    }
}
