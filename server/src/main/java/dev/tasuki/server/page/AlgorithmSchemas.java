package dev.tasuki.server.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.Algorithms;
import dev.tasuki.core.request.Algorithms.Described;
import dev.tasuki.server.view.TrainBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the document which algorithms there are and which parameters they have, as they themselves declare it. */
final class AlgorithmSchemas {
    private static final String DESCRIPTION =
            "The algorithm's parameters by scikit-learn's names. Left out: of a random"
                    + " forest 100 trees of depth 3, random_state 42, and scikit-learn's defaults for the rest."
                    + " GET /algorithms tells them by algorithm.";

    private AlgorithmSchemas() {}

    static void complete(ObjectNode document) {
        JsonNode schemas = document.at("/components/schemas");
        ObjectNode parameters = (ObjectNode) schemas.path(TrainBody.PARAMETERS);
        parameters.put("type", "object");
        parameters.put("description", DESCRIPTION);
        ObjectNode properties = parameters.putObject("properties");
        Algorithms.parameters().forEach(parameter -> properties.set(parameter.name(), schema(parameter)));
        List<String> known = new ArrayList<>(Algorithms.names());
        known.add(Algorithms.AUTO);
        if (schemas.path("TrainPlan").at("/properties/algorithm") instanceof ObjectNode planned) {
            ArrayNode names = planned.putArray("enum");
            known.forEach(names::add);
            if (planned.path("nullable").asBoolean()) {
                names.addNull();
            }
        }
        if (schemas.path("TrainRequest").at("/properties/algorithm") instanceof ObjectNode asked) {
            // No enum, as a client that was generated of it could not name a task; a pattern that says the same.
            asked.put("pattern", "^(" + String.join("|", known).replace(".", "\\.") + "|celery:[!-~]+)$");
            asked.put(
                    "description",
                    asked.path("description").asText() + ". One of " + String.join(", ", known)
                            + "; or celery: and the name of a task that --celery-trainers allows, which trains in a"
                            + " Celery worker");
        }
    }

    private static ObjectNode schema(Described parameter) {
        ObjectNode schema = Json.object();
        boolean typed = !parameter.type().isEmpty();
        if (typed) {
            schema.put("type", parameter.type());
            setIfPresent(schema, "minimum", parameter.minimum());
            setIfPresent(schema, "maximum", parameter.maximum());
            if (parameter.nullable()) {
                schema.put("nullable", true);
            }
            if (parameter.of().isEmpty()) {
                // Generated clients send every default: one that another algorithm does not have would be refused.
                setIfPresent(schema, "default", parameter.usual());
            }
        }
        setIfPresent(schema, "example", example(parameter));
        String of = parameter.of().isEmpty() ? "" : ". Of " + String.join(", ", parameter.of());
        String words = parameter.words().isEmpty() ? "" : ": " + String.join(", ", parameter.words());
        schema.put("description", parameter.description() + words + of);
        return schema;
    }

    private static @Nullable Object example(Described parameter) {
        if (parameter.usual() != null) {
            return parameter.usual();
        }
        return parameter.words().isEmpty()
                ? parameter.minimum()
                : parameter.words().getFirst();
    }

    private static void setIfPresent(ObjectNode schema, String name, @Nullable Object value) {
        if (value != null) {
            schema.set(name, Json.tree(value));
        }
    }
}
