package dev.tasuki.core.data;

import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.table.ColumnSummary;
import dev.tasuki.learn.table.Flaws;
import dev.tasuki.learn.table.Flaws.Look;
import dev.tasuki.learn.table.TableSummary;
import dev.tasuki.learn.table.TextKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what text in a column may have been meant for, and how to write it so that it can be learned from. */
final class TextHints {
    private TextHints() {}

    /** What the text of a column looks like, e.g. {@code "12 %" looks like …}; empty if that says nothing. */
    static Optional<String> of(Flaws flaws) {
        return flaws.looks().isEmpty()
                ? Optional.empty()
                : Optional.of(flaws.looks().stream().map(TextHints::words).collect(Collectors.joining("; ")));
    }

    /** Warnings for an upload: the columns that are text and may have been meant for something else. */
    static List<String> warnings(TableSummary table) {
        List<String> warnings = new ArrayList<>();
        int more = 0;
        for (ColumnSummary column : table.columns()) {
            boolean suspect = column.flaws().looks().stream().anyMatch(TextHints::suspect);
            if (suspect && warnings.size() < Limits.PROBLEMS_SHOWN.intValue()) {
                warnings.add("column \"" + ShownValue.shortened(column.name()) + "\" is text: "
                        + of(column.flaws()).orElseThrow());
            } else if (suspect) {
                more++;
            }
        }
        if (more > 0) {
            warnings.add("and %,d more columns are text that looks like something else".formatted(more));
        }
        return warnings;
    }

    /** Dates and answers are often wanted as they are, as classes or for people. */
    private static boolean suspect(Look look) {
        return look.kind() != TextKind.DATE && look.kind() != TextKind.YES_NO;
    }

    private static String words(Look look) {
        String seen = look.cells().value();
        String shown = '"' + ShownValue.shortened(seen) + '"' + " in line "
                + look.cells().line();
        return switch (look.kind()) {
            case MISSING_MARK -> shown + " often stands for a missing value: leave such cells empty";
            case THOUSANDS ->
                shown
                        + " looks like a number with thousands separators: write it without them and with a decimal point, "
                        + withoutThousands(seen);
            case DECIMAL_COMMA ->
                shown + " looks like a number with a decimal comma: write a decimal point, "
                        + seen.strip().replace(',', '.');
            case PERCENT -> shown + " looks like a percentage: write the number without the sign";
            case CURRENCY -> shown + " looks like an amount of money: write the number without the currency";
            case UNIT -> shown + " looks like a number with a unit: write the number without it";
            case NEGATIVE -> shown + " looks like a negative number: write it with a minus sign before it";
            case DIGITS ->
                shown + " looks like a number in other letters: write it with the digits 0-9, - and . of ASCII";
            case DATE -> shown + " looks like a date or time: write what matters of it as numbers, e.g. year and month";
            case YES_NO -> shown + " looks like yes or no: write 1 and 0, or True and False";
            case OTHER -> throw new IllegalStateException("what looks like nothing is not told");
        };
    }

    /** The last of two kinds of separators is the decimal one; a single kind parts thousands. */
    private static String withoutThousands(String number) {
        String text = number.strip();
        int last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
        boolean decimal =
                last >= 0 && text.substring(0, last).matches(".*[^0-9+-].*") && text.indexOf(text.charAt(last)) == last;
        String whole = (decimal ? text.substring(0, last) : text).replaceAll("[^0-9+-]", "");
        return decimal ? whole + "." + text.substring(last + 1) : whole;
    }
}
