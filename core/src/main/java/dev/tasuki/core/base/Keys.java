package dev.tasuki.core.base;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.TaskId;

/**
 * Where datasets and artifacts are in the object store.
 *
 * @param datasets what a dataset's key begins with; empty or ending in a slash
 * @param models what an artifact's key begins with; empty or ending in a slash
 */
public record Keys(String datasets, String models) {
    /** {@code datasets/} and {@code models/}. */
    public static final Keys STANDARD = new Keys("datasets/", "models/");

    private static final String CSV = ".csv";
    private static final String ARTIFACT = ".tasuki";
    private static final String CHECKPOINT = ".checkpoint";
    private static final String FOREIGN = ".artifact";
    private static final String INCOMING = "incoming/";
    private static final String REMOVAL = "model.removal";

    public Keys {
        check("datasets", datasets);
        check("models", models);
    }

    private static void check(String what, String prefix) {
        if (!prefix.isEmpty() && (!prefix.endsWith("/") || prefix.startsWith("/") || prefix.contains("//"))) {
            throw new IllegalArgumentException(
                    "the prefix of " + what + " is \"" + prefix + "\"; it must be empty, or end but not begin with /");
        }
    }

    /** {@code datasets/ID.csv}. */
    public String dataset(DatasetId id) {
        return datasets + id.value() + CSV;
    }

    /** Below which everything of a model is. */
    public String model(TaskId id) {
        return models + id.value() + "/";
    }

    /** One attempt's own key, so that no attempt overwrites another's bytes. */
    public String artifact(TaskId id, long epoch) {
        return model(id) + epoch + ARTIFACT;
    }

    /** The same for bytes that a program of somebody else made, which we keep and do not read. */
    public String foreignArtifact(TaskId id, long epoch) {
        return model(id) + epoch + FOREIGN;
    }

    /** Where a program of somebody else puts what an attempt of it made, until it was looked at. */
    public String incoming(TaskId id, long epoch) {
        return model(id) + INCOMING + epoch;
    }

    /** The part with number {@code part} of what an attempt kept for the next one. */
    public String checkpoint(TaskId id, long epoch, int part) {
        return model(id) + epoch + "-" + part + CHECKPOINT;
    }

    /** The mark that says that a model is being removed with all it has; there only while that goes on. */
    public String removal(TaskId id) {
        return model(id) + REMOVAL;
    }

    /** True if the key ends as those of checkpoints do. */
    public static boolean isCheckpoint(String key) {
        return key.endsWith(CHECKPOINT);
    }

    /** True if the key ends as those do that we write; a foreign consumer's does not. */
    public static boolean ours(String key) {
        return key.endsWith(ARTIFACT) || isCheckpoint(key) || key.endsWith("/" + REMOVAL);
    }

    /** The name between prefix and {@code .csv}; empty if the key is no dataset's. */
    public java.util.Optional<String> datasetName(String key) {
        if (!key.startsWith(datasets) || !key.endsWith(CSV)) {
            return java.util.Optional.empty();
        }
        String name = key.substring(datasets.length(), key.length() - CSV.length());
        return name.isEmpty() || name.contains("/") ? java.util.Optional.empty() : java.util.Optional.of(name);
    }
}
