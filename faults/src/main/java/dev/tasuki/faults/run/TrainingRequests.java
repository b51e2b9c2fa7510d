package dev.tasuki.faults.run;

import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.fit.Learned;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.use.SampleModel;
import dev.tasuki.faults.history.Checker;
import dev.tasuki.faults.history.Event;
import dev.tasuki.faults.history.History;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Trainings that differ from each other, so that a model under the wrong id is seen: most take some
 * milliseconds, every fourth some tenths of a second, so that faults hit it while it runs.
 */
public final class TrainingRequests {
    /** Long enough to be running when a fault comes, on any machine; never awaited. */
    static final String LONG = "long";

    /** Lasts for many minutes, on {@link #largeDataset()}; never awaited. */
    static final String LASTING = "lasting";

    /** Tries six candidates on four folds, each fit some tenths of a second. */
    static final String SEARCH = "search";

    /** What the program itself asks for at its first start. */
    private static final String OWN = Checker.OWN;

    private static final String DATASET = "diabetes";
    private static final int COUNT = 16;
    private static final byte[] DIABETES = sample();

    private static final Map<String, String> PARAMS = params();
    /** Fitted once in this JVM: what an undisturbed fit gives does not change. */
    private static final Map<String, String> REFERENCES = references();

    private static Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 0; i < COUNT; i++) {
            boolean slow = i % 4 == 3;
            params.put(
                    "s" + i,
                    slow
                            ? "{\"random_state\":%d,\"n_estimators\":300,\"max_depth\":null}".formatted(i)
                            : "{\"random_state\":%d,\"n_estimators\":%d,\"max_depth\":%d}"
                                    .formatted(i, 3 + i, 2 + i % 3));
        }
        return params;
    }

    /** Any of those that end soon. */
    String any(RandomGenerator random) {
        return "s" + random.nextInt(COUNT);
    }

    /** The request, under a tag that begins with the spec's name. */
    String body(String tag) {
        return request(tag);
    }

    private static String request(String tag) {
        String spec = tag.substring(0, tag.indexOf('-'));
        String chosen = switch (spec) {
            case LONG -> "{\"random_state\":1,\"n_estimators\":60000,\"max_depth\":null}";
            case LASTING -> "{\"random_state\":1,\"n_estimators\":60000,\"max_depth\":5}";
            case SEARCH -> """
                    {"n_estimators":300,"max_depth":null},"algorithm":"RandomForestRegressor",\
                    "search":{"grid":{"max_features":[0.3,0.6,1.0],"min_samples_leaf":[1,2]},"cv":4}""";
            default -> Objects.requireNonNull(PARAMS.get(spec), spec);
        };
        return """
                {"dataset_id":"%s","features":["age","bmi","bp","s1","s2","s3","s4","s5","s6"],"target":"target",\
                "params":%s,"tags":["%s"]}""".formatted(spec.equals(LASTING) ? "large" : DATASET, chosen, tag);
    }

    /** Writes down what each spec gives when nothing disturbs it. */
    void refer(History history) {
        REFERENCES.forEach((spec, sha256) -> history.add(new Event.Reference(history.now(), spec, sha256)));
    }

    private static Map<String, String> references() {
        Map<String, String> references = new LinkedHashMap<>();
        PARAMS.keySet().forEach(spec -> references.put(spec, reference(request(spec + "-reference"))));
        references.put(OWN, reference(SampleModel.PUBLISHED));
        return references;
    }

    private static String reference(String request) {
        return Sha256.hex(undisturbed(request).artifact());
    }

    /** What a request gives when nothing disturbs it. */
    static Learned undisturbed(String request) {
        LocalFitter.Source source =
                new LocalFitter.Source(new DatasetId(DATASET), "", new ByteArrayInputStream(DIABETES));
        TrainRequest parsed = TrainRequest.parse(request.getBytes(StandardCharsets.UTF_8));
        return LocalFitter.alone(1).learn(source, parsed, RunControl.NONE).orElseThrow();
    }

    /** The tag of a row, the sample's training included, which has none. */
    static String tag(String task, String first) {
        return first.isEmpty() && task.equals(SampleModel.NAME) ? OWN + "-model" : first;
    }

    /** The sample dataset, as the program has it. */
    static byte[] diabetes() {
        return DIABETES.clone();
    }

    /** The sample's rows a hundred times. */
    static byte[] largeDataset() {
        String csv = new String(DIABETES, StandardCharsets.UTF_8);
        int rows = csv.indexOf('\n') + 1;
        return (csv.substring(0, rows) + csv.substring(rows).repeat(100)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sample() {
        try (InputStream csv = Objects.requireNonNull(Datasets.class.getResourceAsStream("diabetes.csv"))) {
            return csv.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
