package dev.tasuki.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.ServerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a server for predictions. */
@Command(
        name = "predict",
        description = "Predict with a trained model, from values on the command line or from JSON.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PredictCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pairs ROW = new Pairs("", "FEATURE=VALUE", "age=0.038");

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's id")
    private String model = "";

    @Parameters(index = "1..*", paramLabel = "FEATURE=VALUE", description = "One row, e.g. age=0.038 bmi=0.061")
    private List<String> values = List.of();

    @Option(
            names = "--input",
            paramLabel = "JSON",
            description = "A row or a list of rows as JSON; @FILE reads it from a file, - from standard input")
    private @Nullable String input;

    @Mixin
    private Asking asking = new Asking();

    private final Surroundings surroundings;

    PredictCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("model_id", model);
        body.set("input_data", rows());
        try (ServerClient server = asking.client(surroundings)) {
            JsonNode message = server.post("/predict", body, Map.of()).path("message");
            Screen screen = new Screen(surroundings);
            if (asking.json()) {
                screen.json(message);
            } else {
                print(screen, message, body.path("input_data").isArray());
            }
        }
        return Exit.OK;
    }

    private JsonNode rows() throws IOException {
        if (input != null) {
            if (!values.isEmpty()) {
                throw new Failure(Exit.WRONG, "give the row either as FEATURE=VALUE pairs or with --input, not both");
            }
            return parse(input);
        }
        if (values.isEmpty()) {
            throw new Failure(Exit.WRONG, "which row? Give it as FEATURE=VALUE pairs, or as JSON with --input");
        }
        return ROW.object(values);
    }

    private JsonNode parse(String given) throws IOException {
        byte[] json;
        if (given.equals("-")) {
            json = surroundings.in().readAllBytes();
        } else if (given.startsWith("@")) {
            json = GivenFile.of("--input @", Path.of(given.substring(1)), surroundings)
                    .bytes();
        } else {
            json = given.getBytes(StandardCharsets.UTF_8);
        }
        try {
            JsonNode read = MAPPER.readTree(json);
            if (read.isMissingNode()) {
                throw new Failure(Exit.WRONG, "--input is no JSON: it is empty");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new Failure(
                    Exit.WRONG,
                    "--input is no JSON: " + e.getOriginalMessage() + " at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
    }

    /** One line a row: the value, or the class with each class's probability. */
    private static void print(Screen screen, JsonNode message, boolean many) {
        JsonNode values = message.path("pred_proba");
        JsonNode classes = message.path("classes");
        JsonNode predictions = message.path("prediction");
        int rows = many ? values.size() : 1;
        for (int i = 0; i < rows; i++) {
            JsonNode value = many ? values.get(i) : values;
            if (classes.isMissingNode()) {
                screen.line(value.asText());
                continue;
            }
            StringBuilder line = new StringBuilder((many ? predictions.path(i) : predictions).asText());
            for (int j = 0; j < classes.size(); j++) {
                line.append(j == 0 ? "  " : " ")
                        .append(classes.get(j).asText())
                        .append('=')
                        .append(value.path(j).asText());
            }
            screen.line(line.toString());
        }
    }
}
