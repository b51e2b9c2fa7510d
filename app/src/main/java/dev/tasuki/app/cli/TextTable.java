package dev.tasuki.app.cli;

import dev.tasuki.app.cli.Screen.Tone;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Aligned columns, numbers to the right. On a terminal that is too narrow, ids are cut to the letters
 * that name them and the widest texts are shortened, so that a row stays a line; into a file all is
 * written whole.
 */
record TextTable(List<String> heads, List<List<String>> rows) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d.,]+([eE][-+]?\\d+)?( ?[kMG]?B| %)?|");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String BOLD = "\u001b[1m";
    private static final String BETWEEN = "  ";
    private static final int SHORT_ID = 8;
    private static final int NARROWEST = 8;

    /** Prints it. */
    void print(CommandContext context) {
        int room = context.columns();
        List<List<String>> shown = rows.stream().map(TextTable::cleaned).toList();
        int[] widths = widths(shown);
        if (total(widths) > room) {
            shown = shown.stream().map(TextTable::shortIds).toList();
            widths = widths(shown);
            shrink(widths, room);
        }
        boolean colours = context.colours();
        boolean[] numbers = numbers(shown);
        String head = row(heads, widths, numbers, false);
        context.out().println(colours ? BOLD + head + Screen.PLAIN : head);
        for (List<String> row : shown) {
            context.out().println(row(row, widths, numbers, colours));
        }
    }

    private static List<String> cleaned(List<String> row) {
        return row.stream().map(Screen::clean).toList();
    }

    private static List<String> shortIds(List<String> row) {
        return row.stream()
                .map(cell -> UUID.matcher(cell).matches() ? cell.substring(0, SHORT_ID) : cell)
                .toList();
    }

    private int[] widths(List<List<String>> shown) {
        return IntStream.range(0, heads.size())
                .map(i -> Math.max(
                        heads.get(i).length(),
                        shown.stream().mapToInt(row -> length(row.get(i))).max().orElse(0)))
                .toArray();
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + BETWEEN.length() * (widths.length - 1);
    }

    /** Takes from the widest column, letter by letter, as long as there is one that can give. */
    private static void shrink(int[] widths, int room) {
        while (total(widths) > room) {
            int widest = IntStream.range(0, widths.length).reduce(0, (a, b) -> widths[b] > widths[a] ? b : a);
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
        }
    }

    private boolean[] numbers(List<List<String>> shown) {
        boolean[] numbers = new boolean[heads.size()];
        for (int i = 0; i < numbers.length; i++) {
            int column = i;
            numbers[i] = shown.stream()
                    .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
        }
        return numbers;
    }

    private static String row(List<String> cells, int[] widths, boolean[] right, boolean colours) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(cells.get(i), widths[i]);
            String padding = " ".repeat(widths[i] - length(cell));
            String shown = colours ? toned(cell) : cell;
            line.append(right[i] ? padding + shown : shown + padding).append(BETWEEN);
        }
        return line.toString().stripTrailing();
    }

    private static String toned(String cell) {
        return switch (cell) {
            case "TASK_COMPLETED" -> Tone.GOOD.code + cell + Screen.PLAIN;
            case "TASK_ERROR" -> Tone.BAD.code + cell + Screen.PLAIN;
            case "TASK_CANCELLED" -> Tone.DOUBTFUL.code + cell + Screen.PLAIN;
            default -> cell;
        };
    }

    private static String cut(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
