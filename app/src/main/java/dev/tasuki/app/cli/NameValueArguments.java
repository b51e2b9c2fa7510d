package dev.tasuki.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads {@code NAME=VALUE} arguments as the fields of a JSON object.
 *
 * @param before what stands before each on the command line; may be empty
 * @param form what one must look like, as in "FIELD=VALUE"
 * @param example a good one
 */
record NameValueArguments(String before, String form, String example) {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The object; a name ends at the first equals sign, and one that is given twice has its last value. */
    ObjectNode object(List<String> pairs) {
        return object(pairs, List::of);
    }

    /** The same where names may hold equals signs: the longest known name at the beginning of a pair counts. */
    ObjectNode object(List<String> pairs, Supplier<List<String>> known) {
        check(pairs);
        ObjectNode object = MAPPER.createObjectNode();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            int end = pair.indexOf('=', equals + 1) < 0
                    ? equals
                    : known.get().stream()
                            .filter(name -> pair.startsWith(name + "="))
                            .mapToInt(String::length)
                            .max()
                            .orElse(equals);
            object.set(pair.substring(0, end), value(pair.substring(end + 1)));
        }
        return object;
    }

    /** Refuses what is no pair. */
    void check(List<String> pairs) {
        for (String pair : pairs) {
            if (pair.indexOf('=') < 1) {
                throw new Failure(Exit.WRONG, before + pair + ": must be " + form + ", e.g. " + example);
            }
        }
    }

    /** JSON where all of it is JSON (numbers, null, true), Python's words for those, else text. */
    static JsonNode value(String text) {
        String json = switch (text) {
            case "None" -> "null";
            case "True" -> "true";
            case "False" -> "false";
            default -> text;
        };
        try {
            JsonNode node = MAPPER.readTree(json);
            return node.isMissingNode() ? TextNode.valueOf(text) : node;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
