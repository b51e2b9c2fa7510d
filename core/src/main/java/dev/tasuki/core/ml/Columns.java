package dev.tasuki.core.ml;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a dataset has the columns that a training names. */
final class Columns {
    private static final int SHOWN = 20;

    private Columns() {}

    /** Throws {@link InvalidRequest} with {@code unknown_column} that names all that are missing. */
    static void require(TrainRequest request, List<String> header) {
        Set<String> there = new HashSet<>(header);
        List<String> missing = request.features().stream()
                .filter(feature -> !there.contains(feature))
                .map(feature -> "feature " + named(feature, header))
                .toList();
        if (!there.contains(request.target())) {
            missing = new ArrayList<>(missing);
            missing.add("target " + named(request.target(), header));
        }
        if (!missing.isEmpty()) {
            throw InvalidRequest.content(
                    RefusalCode.UNKNOWN_COLUMN,
                    "dataset " + request.dataset() + " has no column for " + first(missing) + "; its columns are "
                            + first(header));
        }
    }

    private static String named(String name, List<String> header) {
        String meant = Closest.to(name, header)
                .map(c -> " (did you mean \"" + c + "\"?)")
                .orElse("");
        return '"' + Echo.shortened(name) + '"' + meant;
    }

    private static String first(List<String> names) {
        List<String> shown = names.stream().limit(SHOWN).map(Columns::cut).toList();
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return String.join(", ", shown) + more;
    }

    private static String cut(String name) {
        return name.length() <= 200 ? name : name.substring(0, 200) + "…";
    }
}
