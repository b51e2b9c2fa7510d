package dev.tasuki.core.data.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Optional;

/** Knows JSON and JSON lines from a CSV whose first name begins with a bracket: JSON it is only if it reads as such. */
final class JsonText {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final int LETTERS = 8 << 10;

    /** An error so near to the end is one of cutting there. */
    private static final int CUT = 32;

    private JsonText() {}

    /** The words for it, if the text begins as JSON does. */
    static Optional<String> kind(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        String begin = text.substring(0, Math.min(LETTERS, text.length()));
        int values = 0;
        int parts = 0;
        try (JsonParser parser = JSON.createParser(begin)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                values += depth == 0 ? 1 : 0;
                parts += depth > 0 && values == 1 ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
        } catch (JsonEOFException cut) {
            // The text goes on.
        } catch (IOException wrong) {
            boolean cut = text.length() > LETTERS && near(wrong, begin.length());
            return cut && parts > 1 ? Optional.of(words(text, values)) : Optional.empty();
        }
        // One name in brackets is no more than that.
        return parts > 2 || text.startsWith("{") ? Optional.of(words(text, values)) : Optional.empty();
    }

    private static boolean near(IOException wrong, int end) {
        return wrong instanceof JsonProcessingException json
                && json.getLocation() != null
                && json.getLocation().getCharOffset() >= end - CUT;
    }

    private static String words(String text, int values) {
        boolean lines = values > 1 && text.startsWith("{");
        return lines
                ? "this is JSON lines, one object a line; write it as CSV and send that, with pandas:"
                        + " pandas.read_json(…, lines=True).to_csv(…, index=False)"
                : "this is JSON; write it as CSV and send that, with pandas:"
                        + " pandas.read_json(…).to_csv(…, index=False)";
    }
}
