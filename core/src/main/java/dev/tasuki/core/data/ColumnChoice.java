package dev.tasuki.core.data;

import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a dataset a client wants to see: names, positions counted from 1, and ranges of
 * positions, parted by commas, e.g. {@code 51-100} or {@code age,bmi,7}. What is the name of a column
 * is taken for that, even if it looks like a position.
 */
public final class ColumnChoice {
    private static final int MOST = Limits.COLUMNS_SHOWN.intValue();
    private static final Pattern POSITIONS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    private ColumnChoice() {}

    /**
     * Positions, counted from 0, in the file's order; the first ones if {@code wanted} is null. Throws
     * {@link InvalidRequest} if a column is not there, or if there are too many.
     */
    public static List<Integer> positions(@Nullable String wanted, List<ColumnView> columns) {
        if (wanted == null || wanted.isBlank()) {
            return IntStream.range(0, Math.min(MOST, columns.size())).boxed().toList();
        }
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            byName.put(columns.get(i).name(), i);
        }
        TreeSet<Integer> chosen = new TreeSet<>();
        for (String item : wanted.split(",", -1)) {
            Integer named = byName.getOrDefault(item, byName.get(item.strip()));
            if (named != null) {
                chosen.add(named);
            } else {
                addRange(item.strip(), columns.size(), chosen);
            }
            if (chosen.size() > MOST) {
                throw tooMany(wanted);
            }
        }
        return List.copyOf(chosen);
    }

    /** The range that shows the columns behind these positions; null if there are none. */
    public static @Nullable String next(List<Integer> positions, int count) {
        int first = positions.getLast() + 2;
        return first > count ? null : first + "-" + Math.min(count, first + MOST - 1);
    }

    private static void addRange(String item, int count, TreeSet<Integer> chosen) {
        Matcher range = POSITIONS.matcher(item);
        if (!range.matches()) {
            throw wrong(
                    "unknown_column",
                    "there is no column \"" + ShownValue.shortened(item)
                            + "\"; columns takes names, positions such as 7 and ranges such as 51-100, parted by commas",
                    item);
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        if (first < 1 || first > count || last < first) {
            throw wrong(
                    "unknown_column",
                    "there is no column at position " + item + "; the dataset has columns 1-" + count
                            + ", and a range goes upwards",
                    item);
        }
        if (last - first >= MOST) {
            throw tooMany(item);
        }
        for (int position = first; position <= Math.min(last, count); position++) {
            chosen.add(position - 1);
        }
    }

    private static InvalidRequest tooMany(String wanted) {
        return wrong(
                "too_many_columns",
                "at most " + MOST + " columns are shown at once; name fewer, or page with ranges such as 1-" + MOST,
                wanted);
    }

    private static InvalidRequest wrong(String type, String words, String seen) {
        return InvalidRequest.field(
                new FieldProblem(type, List.of("query", "columns"), words, ShownValue.shortened(seen)));
    }
}
