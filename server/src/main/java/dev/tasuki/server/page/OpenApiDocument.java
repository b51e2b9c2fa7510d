package dev.tasuki.server.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.server.HttpSettings;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * The OpenAPI document as it was made from the code when it was compiled, with the version in force and with what
 * annotations cannot say.
 */
@Singleton
final class OpenApiDocument {
    private static final String RESOURCE = "META-INF/swagger/tasuki.json";
    private static final String ANY = "*/*";

    private final byte[] json;

    OpenApiDocument(HttpSettings settings) {
        ObjectNode document = (ObjectNode) Json.stored(new String(Resources.read(RESOURCE), StandardCharsets.UTF_8));
        ((ObjectNode) document.path("info")).put("version", settings.version());
        // Said openly: there are no keys, and no generator need guess.
        document.putArray("security");
        for (JsonNode responses : document.findValues("responses")) {
            responses.forEach(OpenApiDocument::nameType);
        }
        AlgorithmSchemas.complete(document);
        Schemas.mend(document);
        ProblemExamples.complete(document);
        first((ObjectNode) document.path("paths"), "/train");
        json = Json.bytes(document);
    }

    /** Moves one member to the front: the document is sorted by path, people train before they predict. */
    private static void first(ObjectNode object, String name) {
        JsonNode moved = object.path(name);
        ObjectNode others = object.deepCopy();
        object.removeAll();
        object.set(name, moved);
        others.remove(name);
        object.setAll(others);
    }

    byte[] json() {
        return json.clone();
    }

    /**
     * Routes answer whatever the client says it accepts, so the compiled document calls their JSON
     * "any type"; readers are better served by its name.
     */
    private static void nameType(JsonNode response) {
        if (response.path("content") instanceof ObjectNode content && content.has(ANY)) {
            JsonNode any = content.remove(ANY);
            content.set("application/json", any);
            first(content, "application/json");
        }
    }
}
