package dev.tasuki.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** What {@code --search} says, as the API has it: an object, or words for one. */
final class SearchArgument {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final NameValueArguments WORDS =
            new NameValueArguments("--search ", "NAME=VALUE,VALUE or a JSON object", "max_depth=3,5,None");
    /** What is no parameter of an algorithm. */
    private static final Set<String> MEMBERS = Set.of("cv", "scoring", "max_seconds", "n_iter");

    private SearchArgument() {}

    static JsonNode json(List<String> arguments) {
        boolean object = arguments.stream().anyMatch(argument -> argument.startsWith("{"));
        if (!object) {
            return words(arguments);
        }
        if (arguments.size() > 1) {
            throw new Failure(Exit.WRONG, "--search is a JSON object once, or NAME=VALUE,VALUE any number of times");
        }
        try {
            return MAPPER.readTree(arguments.getFirst());
        } catch (JsonProcessingException e) {
            throw new Failure(
                    Exit.WRONG,
                    "--search is no JSON object: " + e.getOriginalMessage()
                            + "; write one, such as {\"grid\": {\"max_depth\": [3, 5]}}, or max_depth=3,5");
        }
    }

    private static ObjectNode words(List<String> arguments) {
        ObjectNode search = MAPPER.createObjectNode();
        ObjectNode lists = MAPPER.createObjectNode();
        for (String argument : arguments) {
            WORDS.check(List.of(argument));
            int equals = argument.indexOf('=');
            String name = argument.substring(0, equals).strip();
            if (MEMBERS.contains(name)) {
                search.set(name, NameValueArguments.value(argument.substring(equals + 1)));
            } else {
                ArrayNode values = lists.putArray(name);
                for (String value : argument.substring(equals + 1).split(",", -1)) {
                    values.add(NameValueArguments.value(value.strip()));
                }
            }
        }
        if (!lists.isEmpty()) {
            search.set(search.has("n_iter") ? "random" : "grid", lists);
        }
        return search;
    }
}
