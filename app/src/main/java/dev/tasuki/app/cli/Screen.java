package dev.tasuki.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** Prints results: tables for people, JSON for programs. */
final class Screen {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d.,]+([eE][-+]?\\d+)?( ?[kMG]?B| %)?|");
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final Surroundings surroundings;

    Screen(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** How a word is meant. */
    enum Tone {
        GOOD("\u001b[32m"),
        DOUBTFUL("\u001b[33m"),
        BAD("\u001b[31m");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    void json(JsonNode node) {
        try {
            surroundings.out().println(MAPPER.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void line(String text) {
        surroundings.out().println(clean(text));
    }

    /** The word in a colour if colours are welcome. */
    String toned(String word, Tone tone) {
        return surroundings.colours() ? tone.code + word + PLAIN : word;
    }

    /** A line that may hold colours made by {@link #toned}. */
    void coloured(String text) {
        surroundings.out().println(text);
    }

    /** Aligned columns, numbers to the right; {@code nothing} instead if there are no rows. */
    void table(List<String> heads, List<List<String>> rows, String nothing) {
        if (rows.isEmpty()) {
            line(nothing);
            return;
        }
        int columns = heads.size();
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            int column = i;
            widths[i] = heads.get(i).length();
            numbers[i] = rows.stream()
                    .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(clean(row.get(i))));
            }
        }
        String head = row(heads, widths, numbers);
        surroundings.out().println(surroundings.colours() ? BOLD + head + PLAIN : head);
        rows.forEach(row -> surroundings.out().println(row(row, widths, numbers)));
    }

    private static String row(List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = clean(cells.get(i));
            String padding = " ".repeat(widths[i] - length(cell));
            line.append(right[i] ? padding + cell : cell + padding).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Text from elsewhere cannot move the cursor or recolour the terminal. */
    static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "\uFFFD");
    }
}
