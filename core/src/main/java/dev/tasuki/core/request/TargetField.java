package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field {@code target} of a training, which an algorithm that finds anomalies does not have. */
final class TargetField {
    static final String NAME = "target";

    private static final int MOST_LETTERS = Limits.COLUMN_NAME.intValue();

    private TargetField() {}

    /** Reads the field; problems are noted. Empty where the algorithm has no target. */
    static @Nullable String read(Fields fields, List<String> features) {
        if (!asksForAnomalies(fields)) {
            return required(fields, features);
        }
        refuseWhatNeedsATarget(fields);
        return "";
    }

    private static boolean asksForAnomalies(Fields fields) {
        JsonNode label = fields.optional("algorithm");
        return label != null
                && label.isTextual()
                && Learners.named(label.textValue())
                        .filter(learner -> learner.kind() == Kind.ANOMALY)
                        .isPresent();
    }

    /** What is measured by a target, or parted by it. */
    private static void refuseWhatNeedsATarget(Fields fields) {
        for (String name :
                List.of(NAME, "stratify", TrainRequest.CV, SearchField.NAME, TrainRequest.PERMUTATION_IMPORTANCE)) {
            JsonNode given = fields.optional(name);
            boolean nothing = given == null
                    || given.isBoolean() && !given.booleanValue()
                    || given.asText().equals("0");
            if (!nothing) {
                fields.problem(
                        "value_error",
                        "An algorithm that finds anomalies learns without a target: leave " + name + " out",
                        given,
                        name);
            }
        }
    }

    private static @Nullable String required(Fields fields, List<String> features) {
        String target = fields.requiredString(NAME);
        if (target != null && target.length() > MOST_LETTERS) {
            fields.problem(
                    "string_too_long",
                    "String should have at most " + MOST_LETTERS + " characters",
                    fields.optional(NAME),
                    NAME);
        } else if (target != null && features.contains(target)) {
            fields.problem(
                    "target_among_features",
                    "Target \"" + ShownValue.shortened(target)
                            + "\" is also one of the features; take it out of features, or name another target",
                    fields.optional(NAME),
                    NAME);
        }
        return target;
    }
}
