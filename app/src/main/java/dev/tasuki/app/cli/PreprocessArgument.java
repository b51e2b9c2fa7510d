package dev.tasuki.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What {@code --preprocess} says, as the API has it: a word, an object, or words for an object. */
final class PreprocessArgument {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PreprocessArgument() {}

    static JsonNode json(String argument) {
        if (argument.startsWith("{")) {
            return object(argument);
        }
        return argument.contains("=") ? words(argument) : JsonNodeFactory.instance.textNode(argument);
    }

    private static JsonNode object(String argument) {
        try {
            return MAPPER.readTree(argument);
        } catch (JsonProcessingException e) {
            throw new Failure(
                    Exit.WRONG,
                    "--preprocess is no JSON object: " + e.getOriginalMessage()
                            + "; write one, such as {\"missing\": \"median\"}, or missing=median");
        }
    }

    private static ObjectNode words(String argument) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String pair : argument.split(",", -1)) {
            int at = pair.indexOf('=');
            if (at < 1) {
                throw new Failure(
                        Exit.WRONG,
                        "--preprocess " + argument + " has \"" + pair + "\" where NAME=VALUE is needed, such as"
                                + " missing=median");
            }
            String name = pair.substring(0, at).strip();
            String value = pair.substring(at + 1).strip();
            if (value.equals("true") || value.equals("false")) {
                object.put(name, value.equals("true"));
            } else {
                object.put(name, value);
            }
        }
        return object;
    }
}
