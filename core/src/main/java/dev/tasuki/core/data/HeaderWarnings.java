package dev.tasuki.core.data;

import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Warnings about a header that looks like a row of data, or like fields with another separator. */
public final class HeaderWarnings {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+[.,]?\\d*|[.,]\\d+)([eE][-+]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("\\d+");
    private static final Pattern BLANK = Pattern.compile("\\s");
    private static final String BLANKS =
            ", not by blanks; with pandas: pandas.read_csv(…, sep=r'\\s+').to_csv(…, index=False)";
    private static final int NAMES = 3;
    private static final int LETTERS = 20;

    private HeaderWarnings() {}

    /** The warnings for a dataset of these columns. */
    public static List<String> of(List<ColumnView> columns) {
        List<String> names = columns.stream().map(ColumnView::name).toList();
        List<String> warnings = new ArrayList<>();
        List<String> numbers = names.stream()
                .filter(name ->
                        name.length() <= LETTERS && NUMBER.matcher(name.strip()).matches())
                .toList();
        boolean all = numbers.size() == names.size();
        // Years and other whole numbers are names, too, beside names that are words.
        boolean fractions =
                numbers.stream().anyMatch(name -> !WHOLE.matcher(name.strip()).matches());
        if (!numbers.isEmpty() && (all || fractions && 2 * numbers.size() >= names.size())) {
            warnings.add(
                    "%s of %s columns are named by a number (%s%s): the file may have no header, and its first row was"
                                    .formatted(
                                            numbers.size(),
                                            names.size(),
                                            quoted(numbers),
                                            numbers.size() > NAMES ? " …" : "")
                            + " taken for one; if so, put a line of names before it and store it again");
        }
        if (names.size() == 1) {
            warnings.add("there is only one column, " + quoted(names)
                    + "; a training needs a target and a feature. Fields are parted by , ; tab or |"
                    + (BLANK.matcher(names.getFirst().strip()).find() ? BLANKS : ""));
        }
        return List.copyOf(warnings);
    }

    private static String quoted(List<String> names) {
        return names.stream()
                .limit(NAMES)
                .map(name -> "'" + Shown.of(name) + "'")
                .collect(Collectors.joining(", "));
    }
}
