package dev.tasuki.core.predict.csv;

import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the columns of a file must be called before its rows are predicted. */
final class HeaderRules {
    /** The names of a row's columns and what is between them take so much of a message at most. */
    private static final long NAMES = Limits.MESSAGE_BYTES.value() / 2;

    private HeaderRules() {}

    /** Throws {@link InvalidRequest} if a feature is not there, or a column is called as one that is added. */
    static void check(List<String> names, AskedModel model) {
        Set<String> there = new HashSet<>(names);
        List<String> missing = model.features().stream()
                .map(AskedModel.Input::name)
                .filter(name -> !there.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw InvalidRequest.content(
                    RefusalCode.MISSING_FEATURE,
                    CheckedFile.WHAT + " lacks the column" + (missing.size() == 1 ? " " : "s ") + listed(missing)
                            + meant(names, missing) + "; model " + model.id() + " needs "
                            + listed(model.features().stream()
                                    .map(AskedModel.Input::name)
                                    .toList()));
        }
        for (String name : names) {
            if (PredictedRows.adds(name, model.scores())) {
                throw taken(name);
            }
        }
        // Four bytes a letter, and quotes, a colon, a comma.
        long bytes = 0;
        for (AskedModel.Input feature : model.features()) {
            bytes += 6L + 4L * feature.name().length();
        }
        if (bytes > NAMES) {
            throw InvalidRequest.content(
                    RefusalCode.TOO_COSTLY,
                    "the names of the model's %,d features take up to %,d bytes in each row; at most %,d: train it on shorter names"
                            .formatted(model.features().size(), bytes, NAMES));
        }
    }

    /** Throws {@link InvalidRequest} unless a reader can tell all columns of the answer apart. */
    static void distinct(List<String> names, List<String> added) {
        Set<String> there = new HashSet<>(names);
        Set<String> before = new HashSet<>();
        for (String name : added) {
            if (there.contains(name)) {
                throw taken(name);
            }
            if (!before.add(name)) {
                throw InvalidRequest.content(
                        RefusalCode.INVALID_DATASET,
                        "two columns of the answer would be called " + Shown.name(name, Shown.LETTERS)
                                + ", of different classes and features: ask without explain, or send the rows to /predict");
            }
        }
    }

    private static InvalidRequest taken(String name) {
        return InvalidRequest.content(
                RefusalCode.INVALID_DATASET,
                CheckedFile.WHAT + " has a column called " + Shown.name(name, Shown.LETTERS)
                        + ", as a column of the answer is; rename it or leave it out");
    }

    private static String listed(List<String> names) {
        return Shown.first(
                names.stream().map(name -> Shown.name(name, Shown.LETTERS)).toList());
    }

    private static String meant(List<String> names, List<String> missing) {
        List<String> hints = new ArrayList<>();
        for (String name : names) {
            if (hints.size() < Limits.SUGGESTED_NAMES.intValue()) {
                Closest.to(name, missing)
                        .ifPresent(near ->
                                hints.add("; for \"" + Shown.of(name) + "\" did you mean \"" + Shown.of(near) + "\"?"));
            }
        }
        return String.join("", hints);
    }
}
