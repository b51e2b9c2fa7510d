package dev.tasuki.core.data;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.TextColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a dataset has the columns that a training names. */
public final class Columns {
    private static final int NAME = 200;

    private Columns() {}

    /** Throws {@link InvalidRequest} with {@code unknown_column} that names all that are missing. */
    public static void require(TrainRequest request, List<String> header) {
        Set<String> there = new HashSet<>(header);
        List<String> missing = new ArrayList<>();
        for (String feature : request.features()) {
            if (!there.contains(feature)) {
                missing.add("feature " + named(feature, header, missing.size() < Limits.SUGGESTED_NAMES.intValue()));
            }
        }
        if (request.hasTarget() && !there.contains(request.target())) {
            missing.add(
                    "target " + named(request.target(), header, missing.size() < Limits.SUGGESTED_NAMES.intValue()));
        }
        if (!missing.isEmpty()) {
            throw InvalidRequest.content(
                    RefusalCode.UNKNOWN_COLUMN,
                    "dataset " + request.dataset() + " has no column for " + Shown.first(missing)
                            + "; its columns are "
                            + Shown.first(header.stream()
                                    .map(name -> Shown.name(name, NAME))
                                    .toList()));
        }
    }

    /** Whether a column holds text or booleans, which are classes by themselves. */
    public static boolean words(Column column) {
        return switch (column) {
            case TextColumn text -> true;
            case NumericColumn numbers -> numbers.logical();
        };
    }

    private static String named(String name, List<String> header, boolean suggest) {
        String meant = suggest
                ? Closest.to(name, header)
                        .map(c -> " (did you mean \"" + c + "\"?)")
                        .orElse("")
                : "";
        return '"' + Shown.of(name) + '"' + meant;
    }
}
