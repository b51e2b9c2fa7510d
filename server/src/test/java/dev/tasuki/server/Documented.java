package dev.tasuki.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The OpenAPI document of a running server, with a foreign validator of its schemas. */
final class Documented {
    private static final String HERE = "https://document.test/openapi.json";
    private static final List<String> METHODS = List.of("get", "put", "post", "delete");

    private final JsonNode document;
    private final JsonSchemaFactory factory;
    private final Map<String, JsonSchema> schemas = new LinkedHashMap<>();

    Documented(JsonNode document) {
        this.document = document;
        factory = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4))
                .metaSchema(OpenApi30.getInstance())
                .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
                .schemaLoaders(loaders -> loaders.schemas(Map.of(HERE, document.toString())))
                .build();
    }

    /** An operation under its method and path, e.g. {@code post /train}. */
    record Operation(String name, String pointer, JsonNode json) {}

    /** A value of the document that is to fit the schema at the pointer. */
    record Example(String pointer, JsonNode value) {}

    JsonNode json() {
        return document;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations.add(new Operation(
                                method.getKey() + " " + path.getKey(),
                                "/paths/" + escaped(path.getKey()) + "/" + method.getKey(),
                                method.getValue()))));
        return operations;
    }

    Operation operation(String name) {
        return operations().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the document has no " + name));
    }

    /** What the document says of one content of one answer; throws AssertionError if it says nothing. */
    String answer(String operation, int status, String contentType) {
        String pointer = operation(operation).pointer() + "/responses/" + status + "/content/"
                + escaped(contentType.replaceAll(";.*", ""));
        if (document.at(pointer).isMissingNode()) {
            throw new AssertionError("the document does not know " + pointer);
        }
        return pointer;
    }

    /** What is wrong with the value by the schema at the pointer; empty: it fits. */
    List<String> problems(String schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, pointer -> factory.getSchema(schema(pointer))).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** Every example, with where its schema is. */
    List<Example> examples() {
        List<Example> found = new ArrayList<>();
        collect(document, "", found);
        return found;
    }

    private static void collect(JsonNode node, String pointer, List<Example> found) {
        String schema = node.has("schema") ? pointer + "/schema" : pointer;
        if (node.has("example") && (node.has("schema") || !pointer.endsWith("/properties"))) {
            found.add(new Example(schema, node.path("example")));
        }
        node.path("examples").properties().forEach(example -> {
            if (example.getValue().has("value")) {
                found.add(new Example(schema, example.getValue().path("value")));
            }
        });
        node.properties().stream()
                .filter(member ->
                        !member.getKey().equals("example") && !member.getKey().equals("examples"))
                .forEach(member -> collect(member.getValue(), pointer + "/" + escaped(member.getKey()), found));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), pointer + "/" + i, found);
        }
    }

    private SchemaLocation schema(String pointer) {
        if (document.at(pointer).isMissingNode()) {
            throw new AssertionError("the document has no schema at " + pointer);
        }
        return SchemaLocation.of(HERE + "#" + pointer);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
