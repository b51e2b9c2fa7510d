package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field {@code algorithm} of a training, where it is one of ours. */
final class AlgorithmField {
    static final String NAME = "algorithm";
    /** The best of several, by what they do with the training rows. */
    static final String AUTO = "auto";

    private AlgorithmField() {}

    /** Whether the best is to be found. */
    static boolean auto(Fields fields) {
        JsonNode node = fields.optional(NAME);
        return node != null && node.isTextual() && node.textValue().equals(AUTO);
    }

    /** The learner of that name; null if none is named, the best is to be found, or there is a problem, which is noted. */
    static @Nullable Learner<?> read(Fields fields) {
        String label = fields.optionalString(NAME);
        if (label == null || label.equals(AUTO)) {
            return null;
        }
        Learner<?> algorithm = Learners.named(label).orElse(null);
        if (algorithm == null) {
            List<String> all = new ArrayList<>(Algorithms.names());
            all.add(AUTO);
            List<String> names =
                    new ArrayList<>(all.stream().map(name -> "'" + name + "'").toList());
            String last = names.removeLast();
            String meant = fields.meant(label, all)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            fields.problem(
                    "literal_error",
                    "Input should be " + String.join(", ", names) + " or " + last + meant,
                    fields.optional(NAME),
                    NAME);
        }
        return algorithm;
    }
}
