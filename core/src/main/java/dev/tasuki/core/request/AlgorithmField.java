package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.registry.AddedLearners;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field {@code algorithm} of a training, where it is one of ours. */
final class AlgorithmField {
    static final String NAME = "algorithm";
    /** The best of several, by what they do with the training rows. */
    static final String AUTO = Due.Unlabelled.SEARCHED;

    private AlgorithmField() {}

    /** Whether the best is to be found. */
    static boolean auto(Fields fields) {
        JsonNode node = fields.optional(NAME);
        return node != null && node.isTextual() && node.textValue().equals(AUTO);
    }

    /**
     * The learner of that name; null if none is named, the best is to be found, or there is a problem, which is noted.
     *
     * @param accepted the request was accepted by a process that has the algorithm. Throws {@link InvalidRequest} with
     *     {@code plugin_missing} if this one has not.
     */
    static @Nullable Learner<?> read(Fields fields, boolean accepted) {
        String label = fields.optionalString(NAME);
        if (label == null || label.equals(AUTO)) {
            return null;
        }
        Learner<?> algorithm = Learners.named(label).orElse(null);
        boolean plugins = AddedLearners.NAME.matcher(label).matches();
        if (algorithm == null && accepted && plugins) {
            throw InvalidRequest.content(
                    RefusalCode.PLUGIN_MISSING,
                    "the algorithm " + label + " is a plug-in's that this process does not have; start every process"
                            + " with --plugins and a directory that has it, then retry the task");
        }
        if (algorithm == null) {
            String meant = fields.meant(label, names())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            fields.problem(
                    "literal_error",
                    expected() + meant + (plugins ? "; algorithms of plug-ins come by --plugins" : ""),
                    fields.optional(NAME),
                    NAME);
        }
        return algorithm;
    }

    /** All that can be named. */
    static List<String> names() {
        List<String> all = new ArrayList<>(Algorithms.names());
        all.add(AUTO);
        return all;
    }

    /** What a wrong name is told. */
    static String expected() {
        List<String> names =
                new ArrayList<>(names().stream().map(name -> "'" + name + "'").toList());
        String last = names.removeLast();
        return "Input should be " + String.join(", ", names) + " or " + last;
    }
}
