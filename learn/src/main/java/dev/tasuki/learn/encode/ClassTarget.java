package dev.tasuki.learn.encode;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.table.TextColumn;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The target of a classifier: the distinct classes in order, and each row's class as a position
 * among them.
 */
public final class ClassTarget {
    private final ClassLabels labels;
    private final int[] codes;

    private ClassTarget(ClassLabels labels, int[] codes) {
        this.labels = labels;
        this.codes = codes;
    }

    /** Classes given as text; ordered by Unicode code points, as numpy orders them. */
    public static ClassTarget ofText(String[] rows) {
        return ofText(rows, ClassTarget::compareCodePoints);
    }

    private static ClassTarget ofText(String[] rows, Comparator<String> order) {
        String[] sorted = Arrays.stream(rows).distinct().toArray(String[]::new);
        Arrays.sort(sorted, order);
        Map<String, Integer> codeOf = new HashMap<>();
        for (String label : sorted) {
            codeOf.put(label, codeOf.size());
        }
        int[] codes = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            codes[row] = codeOf.getOrDefault(rows[row], -1);
        }
        return new ClassTarget(new ClassLabels.Text(List.of(sorted)), codes);
    }

    /**
     * Classes given as whole numbers of which doubles do not hold all: they are text, in the numbers'
     * order where they fit into 64 bits, in the texts' order beyond, as pandas reads text there.
     */
    static ClassTarget ofWritten(TextColumn column, boolean fit) {
        String[] rows = new String[column.size()];
        for (int row = 0; row < rows.length; row++) {
            String written = String.valueOf(column.value(row));
            rows[row] = fit ? new BigInteger(written.strip()).toString() : written;
        }
        return fit ? ofText(rows, Comparator.comparing(BigInteger::new)) : ofText(rows);
    }

    /** Classes given as 0 and 1, and called {@code False} and {@code True} as Python does. */
    static ClassTarget ofBooleans(double[] rows) {
        return ofText(Arrays.stream(rows)
                .mapToObj(value -> value == 0 ? "False" : "True")
                .toArray(String[]::new));
    }

    /**
     * Classes given as numbers.
     *
     * @param rows whole numbers, as scikit-learn too demands of numeric classes
     * @param integral whether they were written as whole numbers and are shown so
     * @throws InvalidValueException when a number is not whole
     */
    public static ClassTarget ofNumbers(double[] rows, boolean integral) {
        for (double value : rows) {
            if (!isWhole(value)) {
                throw InvalidValueException.because(notAClass(value));
            }
        }
        double[] sorted =
                Arrays.stream(rows).map(v -> v + 0.0).sorted().distinct().toArray();
        int[] codes = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            codes[row] = Arrays.binarySearch(sorted, rows[row] + 0.0);
        }
        List<Double> labels = Arrays.stream(sorted).boxed().toList();
        return new ClassTarget(new ClassLabels.Numbers(labels, integral), codes);
    }

    /** The classes that occur. */
    public ClassLabels labels() {
        return labels;
    }

    /** Number of rows. */
    public int rows() {
        return codes.length;
    }

    /** A row's class, as a position among the labels. */
    public int code(int row) {
        return codes[row];
    }

    /** A copy of all rows' classes, as positions among the labels. */
    public int[] codes() {
        return codes.clone();
    }

    /** The given rows as a target of their own; classes that no longer occur are gone. */
    public ClassTarget select(int[] chosen) {
        int[] selected = new int[chosen.length];
        boolean[] occurs = new boolean[labels.size()];
        for (int i = 0; i < chosen.length; i++) {
            selected[i] = codes[chosen[i]];
            occurs[selected[i]] = true;
        }
        int[] renumbered = new int[occurs.length];
        List<Integer> kept = new ArrayList<>();
        for (int code = 0; code < occurs.length; code++) {
            renumbered[code] = kept.size();
            if (occurs[code]) {
                kept.add(code);
            }
        }
        for (int i = 0; i < selected.length; i++) {
            selected[i] = renumbered[selected[i]];
        }
        return new ClassTarget(subset(kept), selected);
    }

    private ClassLabels subset(List<Integer> kept) {
        return switch (labels) {
            case ClassLabels.Text text ->
                new ClassLabels.Text(kept.stream().map(text.labels()::get).toList());
            case ClassLabels.Numbers numbers ->
                new ClassLabels.Numbers(kept.stream().map(numbers.labels()::get).toList(), numbers.integral());
        };
    }

    static boolean isWhole(double value) {
        return value == Math.rint(value) && !Double.isInfinite(value);
    }

    static String notAClass(double value) {
        return value + " is no class: classes are whole numbers or text; for a measured target use a "
                + "RandomForestRegressor";
    }

    private static int compareCodePoints(String left, String right) {
        return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
    }
}
