package dev.tasuki.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.ServerClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        description =
                "Predict with a trained model, from values on the command line, from JSON or for each row of a CSV.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PredictCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final NameValueArguments ROW = new NameValueArguments("", "FEATURE=VALUE", "age=0.038");

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "The model's id; six letters that begin it will do, or @latest; or a name, name@3,"
                    + " name@champion")
    private String model = "";

    @Parameters(index = "1..*", paramLabel = "FEATURE=VALUE", description = "One row, e.g. age=0.038 bmi=0.061")
    private List<String> values = List.of();

    @Option(
            names = "--input",
            paramLabel = "JSON",
            description = "A row or a list of rows as JSON; @FILE reads it from a file, - from standard input")
    private @Nullable String input;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "A CSV, plain or .gz; its rows are written with their predictions. - is standard input")
    private @Nullable Path csv;

    @Option(names = "--explain", description = "Tell what each column adds to the prediction")
    private boolean explain;

    @Option(
            names = "--interval",
            paramLabel = "LEVEL",
            description = "Tell between which numbers the true one is with this probability, e.g. 0.9")
    private @Nullable Double interval;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private FileFormatOptions format = new FileFormatOptions();

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    private final CommandContext context;

    PredictCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (csv != null) {
            return file(csv);
        }
        if (output.given()) {
            throw new Failure(Exit.WRONG, "--output goes with --csv, which is not given");
        }
        JsonNode given = given();
        try (ServerClient server = serverOptions.client(context)) {
            String id = ShortIds.MODEL.whole(server, model);
            ObjectNode body = MAPPER.createObjectNode();
            body.put("model_id", id);
            body.set("input_data", given.isMissingNode() ? ROW.object(values, () -> features(server, id)) : given);
            ask(body);
            JsonNode answer = server.post("/predict", body, Map.of());
            Warnings.print(answer, context);
            JsonNode message = answer.path("message");
            Screen screen = new Screen(context);
            if (serverOptions.json()) {
                screen.json(message);
            } else {
                print(screen, message, body.path("input_data").isArray());
            }
        }
        return Exit.OK;
    }

    private void ask(ObjectNode body) {
        if (explain) {
            body.put("explain", true);
        }
        if (interval != null) {
            body.put("interval", interval);
        }
    }

    /** Nothing is sent unless the file is there, and nothing is written unless all has come. */
    private int file(Path rows) throws IOException {
        if (input != null || !values.isEmpty()) {
            throw new Failure(Exit.WRONG, "give the rows either with --csv or in another way, not both");
        }
        boolean standard = rows.toString().equals("-");
        Path path = standard ? rows : FileArgument.of("--csv ", rows, context).readable();
        try (InputStream content = standard ? context.in() : Files.newInputStream(path);
                ServerClient server = serverOptions.client(context)) {
            String id = ShortIds.MODEL.whole(server, model);
            String route = format.query(
                    "/models/" + ServerClient.segment(id) + "/predict.csv",
                    Map.of("explain", explain ? "true" : "", "interval", interval == null ? "" : interval.toString()));
            return output.fetch(context, into -> server.convert(route, content, into));
        }
    }

    /** Asked for only where a pair could be read in more than one way. */
    private static List<String> features(ServerClient server, String id) {
        return server.get("/models/" + ServerClient.segment(id))
                .path("features")
                .findValuesAsText("name");
    }

    /** The rows given as JSON; missing if they are given as pairs, which are checked here. */
    private JsonNode given() throws IOException {
        if (input != null) {
            if (!values.isEmpty()) {
                throw new Failure(Exit.WRONG, "give the row either as FEATURE=VALUE pairs or with --input, not both");
            }
            return parse(input);
        }
        if (values.isEmpty()) {
            throw new Failure(Exit.WRONG, "which row? Give it as FEATURE=VALUE pairs, or as JSON with --input");
        }
        ROW.check(values);
        return MissingNode.getInstance();
    }

    private JsonNode parse(String given) throws IOException {
        byte[] json;
        if (given.equals("-")) {
            json = context.in().readAllBytes();
        } else if (given.startsWith("@")) {
            json = FileArgument.of("--input @", Path.of(given.substring(1)), context)
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
            throw new Failure(Exit.WRONG, "--input is no JSON: " + reason(e));
        }
    }

    /** Without the words of the library that reads it. */
    private static String reason(JsonProcessingException e) {
        String where = "line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
        String said = e.getOriginalMessage();
        if (said.startsWith("Trailing token")) {
            return "more follows after its end at " + where + "; several rows are a list: [{…}, {…}]";
        }
        int bracket = said.indexOf(" (");
        String words = bracket > 0 ? said.substring(0, bracket) : said;
        return words.replaceAll("[\\n\\r].*", "") + " at " + where;
    }

    /** One line a row: the value, or the class with each class's probability. */
    private static void print(Screen screen, JsonNode message, boolean many) {
        JsonNode values = message.path("pred_proba");
        JsonNode classes = message.path("classes");
        JsonNode predictions = message.path("prediction");
        JsonNode outliers = message.path("outlier");
        ExplanationText more = new ExplanationText(message, many);
        int rows = many ? values.size() : 1;
        for (int i = 0; i < rows; i++) {
            JsonNode value = many ? values.get(i) : values;
            if (classes.isMissingNode()) {
                boolean outlier = (many ? outliers.path(i) : outliers).asBoolean();
                screen.line(value.asText() + (outlier ? "  outlier" : "") + more.interval(i));
                more.lines(i).forEach(screen::line);
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
            more.lines(i).forEach(screen::line);
        }
    }
}
