package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a training is asked to do. Absent optional fields mean the published behaviour.
 *
 * @param dataset the CSV to learn from
 * @param features columns to learn from, at least one, each once, in the order that the trees see; {@code *} alone:
 *     all that can be learned from, unless a column has that name
 * @param target the column to predict, not one of the features; empty where the algorithm has none
 * @param algorithm null: a classifier if the target is text, else a regressor; or it is searched for; or there is a
 *     trainer
 * @param trainer the algorithm's name if a program of somebody else is to train, such as {@code celery:proj.train}
 * @param params the algorithm's parameters by scikit-learn's names; a trainer's as they came
 * @param preparation how columns become numbers
 * @param testSize share of the rows held out to evaluate, between 0 and 1
 * @param splitRandomState seed of the split, 0 to 2^32-1
 * @param stratify true: the split keeps the target's class proportions
 * @param cv number of folds that the learner is fitted and measured on as well; 0: none
 * @param search what is tried before the model is learned; null: nothing
 * @param importanceRepeats how often each feature is shuffled for its permutation importance; 0: it is not measured
 * @param name a label for people, at most 200 characters
 * @param tags labels to filter by, at most 20 of at most 64 characters
 * @param when when to train
 * @param modelId the id that a message brings; null in a client's request, where ours is made
 */
public record TrainRequest(
        DatasetId dataset,
        List<String> features,
        String target,
        @Nullable Learner<?> algorithm,
        @Nullable String trainer,
        TrainingParameters params,
        Preparation preparation,
        double testSize,
        long splitRandomState,
        boolean stratify,
        int cv,
        @Nullable Search search,
        int importanceRepeats,
        @Nullable String name,
        List<String> tags,
        RequestedSchedule when,
        @Nullable ModelId modelId) {
    /** The published share of held-out rows. */
    public static final double TEST_SIZE = 0.2;
    /** The published seed of the split. */
    public static final long SPLIT_RANDOM_STATE = 42;

    private static final String FEATURES = "features";
    private static final List<String> ALL_COLUMNS = List.of("*");
    static final String CV = "cv";
    static final String PERMUTATION_IMPORTANCE = "permutation_importance";

    /** Every name that a client's request has. */
    static final List<String> NAMES = List.of(
            "dataset_id",
            FEATURES,
            "target",
            AlgorithmField.NAME,
            "params",
            PreprocessField.NAME,
            "test_size",
            "split_random_state",
            "stratify",
            CV,
            SearchField.NAME,
            PERMUTATION_IMPORTANCE,
            "name",
            "tags",
            "run_at",
            "expires_at",
            "timeout_s",
            "on_timeout",
            "priority");

    private static final long MAX_SEED = 0xFFFF_FFFFL;
    private static final int MAX_FEATURES = Limits.FEATURES.intValue();
    private static final int MAX_COLUMN_NAME = Limits.COLUMN_NAME.intValue();
    private static final int MAX_LABEL = Limits.NAME_LETTERS.intValue();
    private static final int MAX_TAGS = Limits.TAGS.intValue();
    private static final int MAX_TAG = Limits.TAG_LETTERS.intValue();

    public TrainRequest {
        features = List.copyOf(features);
        tags = List.copyOf(tags);
    }

    /** Reads a client's body. Throws {@link InvalidRequest} with every problem found. */
    public static TrainRequest parse(byte[] json) {
        return parsed(json, false).request();
    }

    /**
     * What a client asked for.
     *
     * @param warnings what it should know of its request, one sentence each; mostly none
     */
    public record Parsed(TrainRequest request, List<String> warnings) {
        public Parsed {
            warnings = List.copyOf(warnings);
        }
    }

    /** Reads a client's body; strict: names that no request has are refused. Throws {@link InvalidRequest}. */
    public static Parsed parsed(byte[] json, boolean strict) {
        Fields fields = new Fields(Json.parse(json));
        UnknownFields others = fields.others(NAMES);
        List<String> warnings = new ArrayList<>();
        fields.refusing(() -> warnings.addAll(others.without(TrainingParameters.atTheTop(fields, others.names()))
                .warnings(NAMES, strict)));
        return new Parsed(read(fields, false), warnings);
    }

    /** Reads a message's body, which names its model too. Throws {@link InvalidRequest}. */
    public static TrainRequest parseMessage(byte[] json) {
        return read(new Fields(Json.parse(json)), true);
    }

    private static TrainRequest read(Fields fields, boolean message) {
        ModelId model = message ? fields.requiredName("model_id", ModelId::new) : null;
        DatasetId dataset = fields.requiredName("dataset_id", DatasetId::new);
        List<String> features = features(fields);
        String target = TargetField.read(fields, features);
        // What is said of features is looked at again once they have names.
        List<String> named = features.equals(ALL_COLUMNS) ? List.of() : features;
        String trainer = TrainerName.read(fields);
        Learner<?> algorithm = trainer == null ? AlgorithmField.read(fields, message) : null;
        TrainingParameters params =
                trainer == null ? TrainingParameters.read(fields, algorithm, named.size()) : TrainerName.params(fields);
        Preparation preparation = PreprocessField.read(fields, algorithm, named);
        double testSize = fields.optionalShare("test_size", TEST_SIZE);
        long seed = fields.optionalCount("split_random_state", SPLIT_RANDOM_STATE, MAX_SEED);
        boolean stratify = fields.optionalBoolean("stratify", false);
        int cv = cv(fields);
        Search search = SearchField.read(
                fields, new SearchField.Of(AlgorithmField.auto(fields), algorithm, params, named.size()));
        long repeats = fields.optionalCount(PERMUTATION_IMPORTANCE, 0, Limits.IMPORTANCE_REPEATS.value());
        String name = name(fields);
        List<String> tags = tags(fields);
        RequestedSchedule when = RequestedSchedule.read(fields);
        fields.check();
        return new TrainRequest(
                Objects.requireNonNull(dataset),
                features,
                Objects.requireNonNull(target),
                algorithm,
                trainer,
                params,
                preparation,
                testSize,
                seed,
                stratify,
                cv,
                search,
                (int) repeats,
                name,
                tags,
                when,
                model);
    }

    private static List<String> features(Fields fields) {
        List<String> names = fields.requiredStrings(FEATURES, MAX_FEATURES);
        JsonNode list = fields.optional(FEATURES);
        if (list != null && list.isArray() && list.isEmpty()) {
            fields.problem("too_short", "List should have at least 1 item after validation, not 0", list, FEATURES);
        }
        if (list == null || names.size() != list.size()) {
            return names;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.length() > MAX_COLUMN_NAME) {
                fields.problem(
                        "string_too_long",
                        "String should have at most " + MAX_COLUMN_NAME + " characters",
                        list.get(i),
                        FEATURES,
                        i);
            } else if (!seen.add(name)) {
                fields.problem(
                        "duplicate",
                        "Feature \"" + ShownValue.shortened(name) + "\" is named twice; name each feature once",
                        list.get(i),
                        FEATURES,
                        i);
            }
        }
        return names;
    }

    private static int cv(Fields fields) {
        int folds = (int) fields.optionalCount(CV, 0, Limits.CV_FOLDS.value());
        JsonNode node = fields.optional(CV);
        if (node != null && node.isIntegralNumber() && List.of("0", "1").contains(node.asText())) {
            fields.problem("greater_than_equal", "Input should be greater than or equal to 2", node, CV);
        }
        return folds;
    }

    /** Whether the features are {@code *} alone. */
    public boolean namesAllColumns() {
        return features.equals(ALL_COLUMNS);
    }

    /** The same with these features. Throws {@link InvalidRequest} if what it says of its features does not suit. */
    public TrainRequest withFeatures(List<String> names) {
        ObjectNode json = Json.object();
        if (modelId != null) {
            json.put("model_id", modelId.value());
        }
        fill(json);
        names.forEach(json.putArray(FEATURES)::add);
        return read(new Fields(json), modelId != null);
    }

    /** True if a program of somebody else is to train: then nothing is known of what its algorithm takes. */
    public boolean delegated() {
        return trainer != null;
    }

    /** The algorithm that was asked for by name; empty if none was. */
    public String algorithmName() {
        return trainer != null
                ? trainer
                : findsBest() ? AlgorithmField.AUTO : algorithm == null ? "" : algorithm.name();
    }

    /** What is asked for, with a word for it where it has no name. */
    public String predictor() {
        return algorithm != null ? algorithm.name() : asksForClasses() ? "classifier" : "regressor";
    }

    /** Whether the algorithm is searched for. */
    public boolean findsBest() {
        return search != null && search.auto();
    }

    /** What suits a target of the other kind than what was asked for; empty if nothing was that has a kind. */
    public String counterpart() {
        return wantedKind()
                .map(kind -> Learners.counterpart(algorithm == null ? Learners.usual(kind) : algorithm)
                        .name())
                .orElse("");
    }

    /** What is to be predicted, by the algorithm or the scoring that was asked for; empty: what the target suggests. */
    public Optional<Kind> wantedKind() {
        Scoring scoring = search == null ? null : search.scoring();
        return algorithm != null
                ? Optional.of(algorithm.kind())
                : Optional.ofNullable(scoring).map(Scoring::kind);
    }

    /** Whether there is a target; an algorithm that finds anomalies has none. */
    public boolean hasTarget() {
        return algorithm == null || algorithm.kind() != Kind.ANOMALY;
    }

    /** Whether a classifier was asked for, by its name or by what measures it. */
    public boolean asksForClasses() {
        return wantedKind().filter(kind -> kind == Kind.CLASSES).isPresent();
    }

    /** Whether a regressor was asked for, by its name or by what measures it. */
    public boolean asksForNumbers() {
        return wantedKind().filter(kind -> kind == Kind.NUMBERS).isPresent();
    }

    /** Whether a column with missing values cannot be a feature. */
    public boolean refusesMissing(String column) {
        return preparation.complete() || preparation.of(column).missing() == Treatment.Missing.ERROR;
    }

    /** Whether a column of text that is no date cannot be a feature. */
    public boolean refusesText(String column) {
        return preparation.complete() || preparation.of(column).categories() == Treatment.Categories.ERROR;
    }

    /** Whether a column of dates cannot be a feature. */
    public boolean refusesDates(String column) {
        return preparation.complete() || preparation.of(column).dates() == Treatment.Dates.ERROR;
    }

    private static @Nullable String name(Fields fields) {
        String name = fields.optionalString("name");
        if (name != null && name.length() > MAX_LABEL) {
            fields.problem(
                    "string_too_long",
                    "String should have at most " + MAX_LABEL + " characters",
                    fields.optional("name"),
                    "name");
        }
        return name;
    }

    private static List<String> tags(Fields fields) {
        List<String> tags = fields.optionalStrings("tags", MAX_TAGS);
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).isEmpty() || tags.get(i).length() > MAX_TAG) {
                fields.problem(
                        "string_length",
                        "String should have 1 to " + MAX_TAG + " characters",
                        fields.optional("tags"),
                        "tags",
                        i);
            }
        }
        return tags.stream().distinct().toList();
    }

    /** The message's body: the published keys, and those of ours that differ from their defaults. */
    public byte[] toMessage(ModelId id) {
        ObjectNode message = Json.object();
        message.put("model_id", id.value());
        fill(message);
        return Json.bytes(message);
    }

    /** The same for every spelling of the same request: what an idempotency fingerprint is taken of. */
    public byte[] canonical() {
        ObjectNode json = Json.object();
        fill(json);
        return Json.bytes(json);
    }

    /** All of it that decides what the model is: the same for requests that differ in labels and times alone. */
    public byte[] deciding() {
        ObjectNode json = Json.object();
        fillDeciding(json);
        return Json.bytes(json);
    }

    private void fill(ObjectNode json) {
        fillDeciding(json);
        if (cv > 0) {
            json.put(CV, cv);
        }
        if (search != null) {
            search.fill(json);
        }
        if (importanceRepeats != 0) {
            json.put(PERMUTATION_IMPORTANCE, importanceRepeats);
        }
        if (name != null) {
            json.put("name", name);
        }
        if (!tags.isEmpty()) {
            tags.forEach(json.putArray("tags")::add);
        }
        when.fill(json);
    }

    private void fillDeciding(ObjectNode json) {
        json.put("dataset_id", dataset.value());
        features.forEach(json.putArray(FEATURES)::add);
        if (hasTarget()) {
            json.put("target", target);
        }
        String named = algorithmName();
        if (!named.isEmpty()) {
            json.put(AlgorithmField.NAME, named);
        }
        if (!params.given().isEmpty()) {
            json.set("params", Json.tree(params.given()));
        }
        PreprocessField.fill(json, preparation);
        if (testSize != TEST_SIZE) {
            json.put("test_size", testSize);
        }
        if (splitRandomState != SPLIT_RANDOM_STATE) {
            json.put("split_random_state", splitRandomState);
        }
        if (stratify) {
            json.put("stratify", true);
        }
    }
}
