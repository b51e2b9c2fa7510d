package dev.tasuki.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;

/** Prints results: tables for people, JSON for programs. */
final class Screen {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    static final String PLAIN = "\u001b[0m";

    private final CommandContext context;

    Screen(CommandContext context) {
        this.context = context;
    }

    /** How a word is meant. */
    enum Tone {
        GOOD("\u001b[32m"),
        DOUBTFUL("\u001b[33m"),
        BAD("\u001b[31m");

        /** What a terminal is told before a word of this tone. */
        final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    void json(JsonNode node) {
        try {
            context.out().println(MAPPER.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void line(String text) {
        context.out().println(clean(text));
    }

    /** The word in a colour if colours are welcome. */
    String toned(String word, Tone tone) {
        return context.colours() ? tone.code + word + PLAIN : word;
    }

    /** A line that may hold colours made by {@link #toned}. */
    void coloured(String text) {
        context.out().println(text);
    }

    /** Aligned columns, numbers to the right; {@code nothing} instead if there are no rows. */
    void table(List<String> heads, List<List<String>> rows, String nothing) {
        if (rows.isEmpty()) {
            line(nothing);
            return;
        }
        new TextTable(heads, rows).print(context);
    }

    /** Text from elsewhere cannot move the cursor or recolour the terminal. */
    static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "\uFFFD");
    }
}
