package dev.tasuki.core.data;

import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.table.Flaws;
import dev.tasuki.learn.table.Flaws.Cells;
import dev.tasuki.learn.table.TextKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says of all columns at once why a training cannot use them, and what can be done about it. */
public final class UnusableColumns {
    private final TrainRequest request;
    private final List<String> features;
    private final TableFlaws table;
    private final List<String> missing = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> usable = new ArrayList<>();
    private boolean text;

    private UnusableColumns(TrainRequest request, List<String> features, TableFlaws table) {
        this.request = request;
        this.features = features;
        this.table = table;
    }

    /** The refusal if the request names a column that it cannot use; empty if it can be trained. */
    public static Optional<InvalidRequest> refusal(TrainRequest request, TableFlaws table) {
        return refusal(request, request.features(), table);
    }

    /** The same of some of the request's features, as others are not there at all. */
    public static Optional<InvalidRequest> refusal(TrainRequest request, List<String> features, TableFlaws table) {
        if (table.columns().isEmpty() || request.delegated()) {
            return Optional.empty();
        }
        return new UnusableColumns(request, features, table).refusal();
    }

    /** Those of the columns that the training can use as features. */
    static List<String> usable(TrainRequest request, List<String> columns, TableFlaws table) {
        UnusableColumns sorted = new UnusableColumns(request, columns, table);
        sorted.sort();
        return List.copyOf(sorted.usable);
    }

    /** Why the training cannot use these columns as features. */
    static String why(TrainRequest request, List<String> columns, TableFlaws table) {
        UnusableColumns sorted = new UnusableColumns(request, columns, table);
        sorted.sort();
        return String.join("; ", sorted.problems());
    }

    private void sort() {
        for (String feature : features) {
            if (!feature(feature, table.of(feature))) {
                usable.add(feature);
            }
        }
    }

    private Optional<InvalidRequest> refusal() {
        sort();
        boolean features = usable.size() < this.features.size();
        boolean fractions = request.hasTarget() && target(table.of(request.target()));
        if (missing.isEmpty() && others.isEmpty()) {
            return Optional.empty();
        }
        RefusalCode code = fractions && !features && others.size() == 1 && missing.isEmpty()
                ? RefusalCode.INVALID_PARAMETER
                : RefusalCode.NOT_A_NUMBER;
        return Optional.of(InvalidRequest.content(
                code, "dataset " + request.dataset() + ": " + String.join("; ", problems()) + ways(features)));
    }

    /** True if it cannot be used. */
    private boolean feature(String name, Flaws flaws) {
        Cells large = flaws.beyondFloat().any() ? flaws.beyondFloat() : flaws.infinite();
        boolean gaps = flaws.missing().any() && request.refusesMissing(name);
        boolean words = flaws.text().any() && refusesText(name, flaws);
        // Beside text, a large number is a text, too.
        boolean tooLarge = large.any() && (words || !flaws.text().any());
        if (gaps) {
            missing(named(name), flaws.missing());
        }
        if (words) {
            text(named(name), flaws);
        }
        if (tooLarge) {
            long count = (long) flaws.beyondFloat().count() + flaws.infinite().count();
            others.add(rows(count, named(name)) + verb(count)
                    + " beyond the range of 32-bit floats (up to 3.4028235e38), e.g. " + seen(large));
        }
        return gaps || words || tooLarge;
    }

    private boolean refusesText(String name, Flaws flaws) {
        boolean dates = !flaws.looks().isEmpty() && flaws.looks().getFirst().kind() == TextKind.DATE;
        return dates ? request.refusesDates(name) : request.refusesText(name);
    }

    /** True if it was found to hold fractions where classes are needed. */
    private boolean target(Flaws flaws) {
        String name = "the target " + named(request.target());
        if (flaws.missing().any()) {
            missing(name, flaws.missing());
        }
        boolean words = table.words().contains(request.target());
        if (request.asksForNumbers() && flaws.text().any()) {
            text(name, flaws);
            others.add(others.removeLast() + " (a " + request.predictor() + " needs numbers: use "
                    + request.counterpart() + ")");
        }
        if (words) {
            return false;
        }
        if (flaws.infinite().any()) {
            others.add(
                    rows(flaws.infinite().count(), name) + verb(flaws.infinite().count())
                            + " infinite or beyond the range of a double, e.g. " + seen(flaws.infinite()));
        }
        boolean fractions = request.asksForClasses() && flaws.fractions().any();
        if (fractions) {
            others.add(rows(flaws.fractions().count(), name)
                    + verb(flaws.fractions().count())
                    + " no class but a fraction, e.g. " + seen(flaws.fractions())
                    + "; a " + request.predictor() + " needs whole numbers, booleans or text: use "
                    + request.counterpart());
        }
        return fractions;
    }

    private void missing(String name, Cells cells) {
        missing.add(missing.isEmpty() ? rows(cells.count(), name) : "%,d of %s".formatted(cells.count(), name));
    }

    private void text(String name, Flaws flaws) {
        text = true;
        long count = flaws.text().count();
        long present = table.rows() - flaws.missing().count();
        String what = count == present ? name + " is" : rows(count, name) + verb(count);
        String hint = TextHints.of(flaws).map(words -> " (" + words + ")").orElse("");
        others.add(what + " text, e.g. " + seen(flaws.text()) + hint);
    }

    private String rows(long count, String name) {
        return "%,d of %,d rows of %s".formatted(count, table.rows(), name);
    }

    private static String verb(long count) {
        return count == 1 ? " is" : " are";
    }

    private static String seen(Cells cells) {
        return named(cells.value()) + " in line " + cells.line();
    }

    private static String named(String name) {
        return '"' + ShownValue.shortened(name) + '"';
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!missing.isEmpty()) {
            boolean one = missing.size() == 1 && missing.getFirst().startsWith("1 of ");
            problems.add(listed(missing) + (one ? " has no value" : " have no value"));
        }
        int most = Limits.PROBLEMS_SHOWN.intValue();
        problems.addAll(others.subList(0, Math.min(most, others.size())));
        if (others.size() > most) {
            problems.add("and %,d more columns cannot be used".formatted(others.size() - most));
        }
        return problems;
    }

    private static String listed(List<String> names) {
        if (names.size() > Limits.PROBLEMS_SHOWN.intValue() || names.size() == 1) {
            return Shown.first(names);
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    private String ways(boolean features) {
        List<String> ways = new ArrayList<>();
        if (!missing.isEmpty()) {
            ways.add("fill in what is missing or remove those rows");
        }
        if (text && features) {
            ways.add("write text as numbers");
        }
        if (features) {
            String rest = usable.isEmpty()
                    ? "name other features"
                    : "leave these columns out of features (those that can be used: "
                            + Shown.first(
                                    usable.stream().map(UnusableColumns::named).toList())
                            + ")";
            ways.add(rest);
        }
        return ways.isEmpty() ? "" : ". Ways out: " + String.join(", or ", ways);
    }
}
