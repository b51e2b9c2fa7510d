package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.interop.Client.Answer;
import dev.tasuki.app.interop.Peer.Place;
import dev.tasuki.app.interop.RealFile.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that other people published: each is uploaded, its profile compared with what pandas makes of it, and a model
 * trained on it by the command line, which is told the target alone. {@code docs/real-files.md} is the table of it.
 */
final class RealFilesIT {
    private static final Path PAGE = Checkout.root().resolve("docs/real-files.md");
    private static final Path MADE = Path.of("target", "real-files.md");
    private static final Pattern TRAINED = Pattern.compile("TASK_COMPLETED model \\S+  (\\w+) ([-0-9.E]+)");
    private static final Map<String, String> TYPES =
            Map.of("int64", "integer", "uint64", "integer", "float64", "number", "bool", "boolean", "object", "text");
    /** How far an estimate of different values may be off. */
    private static final double ESTIMATE = 0.1;

    private static final int LETTERS = 230;

    @TempDir
    static Path directory;

    private static Map<Origin, Path> folders;
    private static Peer server;
    private static Client http;
    private static Place commands;

    @BeforeAll
    static void serve() throws Exception {
        folders = folders();
        server = new Place(directory, Map.of()).tasuki("serve", "--port", "0");
        String url = server.awaitOutput("answers at (http://\\S+)", 1).group(1);
        http = new Client(url);
        commands = new Place(directory, Map.of("TASUKI_URL", url));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            http.close();
            server.close();
        }
    }

    private static Map<Origin, Path> folders() throws Exception {
        Map<Origin, Path> folders = new EnumMap<>(Origin.class);
        Path python = PublishedPackages.PYTHON;
        folders.put(Origin.STATSMODELS, PublishedPackages.there(python.resolve("statsmodels"), "python3-statsmodels"));
        folders.put(
                Origin.SKLEARN, PublishedPackages.there(python.resolve("sklearn/datasets/data"), "python3-sklearn"));
        PublishedPackages.there(python.resolve("pandas"), "python3-pandas");
        Path vega = PublishedPackages.vega(directory);
        folders.put(Origin.VEGA, vega);
        folders.put(Origin.VEGA_AS_UTF_16, vega);
        return folders;
    }

    @Test
    void eachIsReadAsPandasReadsItOrRefusedByName() throws Exception {
        List<RealFile> files = RealFile.all();
        JsonNode pandas = pandas(files.stream().filter(RealFile::table).toList());
        List<String> table = new ArrayList<>(List.of(
                "| File | Of | What is special | Read as | Rows | Columns | A first training on it |",
                "|---|---|---|---|---|---|---|"));
        List<String> differences = new ArrayList<>();
        int tables = 0;
        for (RealFile file : files) {
            Answer stored = http.put("/datasets/" + file.id(), file.in(folders.get(file.origin()), directory));
            assertThat(stored.status()).as(file + ": " + stored.body()).isEqualTo(file.table() ? 201 : 422);
            if (file.table()) {
                JsonNode columns = columns(file);
                differences.addAll(differences(file, stored.body(), columns, pandas.get(tables++)));
                table.add(row(
                        file, read(stored.body()), stored.body().path("rows").asText(), types(columns), first(file)));
            } else {
                String why = stored.body().path("detail").asText().replace("dataset " + file.id() + ": ", "");
                table.add(row(file, "refused: " + why, "", "", ""));
            }
        }
        assertThat(differences).as("where the profile is not as pandas has it").isEmpty();
        Files.write(MADE, table);
        assertThat(Checkout.lines(PAGE).stream().filter(line -> line.startsWith("|")))
                .as("docs/real-files.md; as it should be: app/" + MADE)
                .isEqualTo(table);
    }

    private static JsonNode pandas(List<RealFile> files) throws Exception {
        ObjectMapper json = new ObjectMapper();
        ArrayNode wanted = json.createArrayNode();
        for (RealFile file : files) {
            wanted.addObject()
                    .put("path", file.in(folders.get(file.origin()), directory).toString())
                    .put("sep", file.separator())
                    .put("encoding", file.encoding());
        }
        try (Peer python = commands.python("profile.py", wanted.toString())) {
            return python.answer();
        }
    }

    /** All columns of a stored dataset, of which an answer shows some. */
    private static JsonNode columns(RealFile file) {
        ArrayNode all = new ObjectMapper().createArrayNode();
        String page = "";
        do {
            JsonNode dataset = http.get("/datasets/" + file.id() + page).body();
            dataset.path("columns").forEach(all::add);
            page = "?columns=" + dataset.path("columns_next").asText("");
        } while (!page.endsWith("="));
        return all;
    }

    private static List<String> differences(RealFile file, JsonNode stored, JsonNode columns, JsonNode pandas) {
        List<String> found = new ArrayList<>();
        compare(
                found,
                file.id() + " rows",
                stored.path("rows").asLong(),
                pandas.path("rows").asLong());
        compare(found, file.id() + " problems", "[]", pandas.path("problems").toString());
        compare(
                found,
                file.id() + " columns",
                columns.size(),
                pandas.path("columns").size());
        for (int i = 0; i < Math.min(columns.size(), pandas.path("columns").size()); i++) {
            JsonNode ours = columns.get(i);
            JsonNode theirs = pandas.path("columns").get(i);
            String place = file.id() + " " + theirs.path("name").asText() + " ";
            compare(
                    found,
                    place + "name",
                    ours.path("name").asText(),
                    theirs.path("name").asText());
            compare(
                    found,
                    place + "type",
                    ours.path("type").asText(),
                    TYPES.get(theirs.path("dtype").asText()));
            compare(
                    found,
                    place + "missing",
                    ours.path("missing").asLong(),
                    theirs.path("missing").asLong());
            double distinct = theirs.path("distinct").asDouble();
            double off = Math.abs(ours.path("distinct").asDouble() - distinct);
            if (off > (ours.path("distinct_exact").asBoolean() ? 0 : ESTIMATE * distinct)) {
                compare(found, place + "distinct", ours.path("distinct").asLong(), (long) distinct);
            }
            for (String end : List.of("min", "max")) {
                if (!same(ours.path(end), theirs.path(end))) {
                    compare(
                            found,
                            place + end,
                            ours.path(end).asText(),
                            theirs.path(end).asText());
                }
            }
        }
        return found;
    }

    /** Numbers by their value: exactly where both are whole, else as doubles. */
    private static boolean same(JsonNode ours, JsonNode theirs) {
        if (ours.isNull() || theirs.isNull()) {
            return ours.isNull() && theirs.isNull();
        }
        return ours.isIntegralNumber() && theirs.isIntegralNumber()
                ? ours.bigIntegerValue().equals(theirs.bigIntegerValue())
                : ours.doubleValue() == theirs.doubleValue();
    }

    private static void compare(List<String> found, String what, Object ours, Object theirs) {
        if (!ours.equals(theirs)) {
            found.add(what + ": " + ours + ", and " + theirs + " by pandas");
        }
    }

    private static String read(JsonNode stored) {
        StringBuilder words = new StringBuilder("`" + stored.path("separator").asText() + "`, "
                + stored.path("encoding").asText());
        stored.path("warnings").forEach(warning -> words.append("; ").append(warning.asText()));
        return words.toString();
    }

    private static String types(JsonNode columns) {
        Map<String, Integer> counts = new TreeMap<>();
        int gaps = 0;
        for (JsonNode column : columns) {
            counts.merge(column.path("type").asText(), 1, Integer::sum);
            gaps += column.path("missing").asLong() > 0 ? 1 : 0;
        }
        List<String> words = new ArrayList<>();
        counts.forEach((type, count) -> words.add(count + " " + type));
        return String.join(", ", words) + (gaps > 0 ? "; " + gaps + " with gaps" : "");
    }

    /** What the command line says if it is told the target and no more. */
    private static String first(RealFile file) throws InterruptedException {
        try (Peer train = commands.tasuki("train", "--dataset", file.id(), "--target", file.target(), "--wait")) {
            int exit = train.exit();
            String output = train.output();
            assertThat(exit).as(file + ": " + output).isIn(0, 2);
            List<String> words = new ArrayList<>();
            Matcher trained = TRAINED.matcher(output);
            if (trained.find()) {
                double value = Double.parseDouble(trained.group(2));
                words.add("trained: %s %s".formatted(trained.group(1), String.format(Locale.ROOT, "%.4g", value)));
            }
            assertThat(exit == 0).as(output).isEqualTo(!words.isEmpty());
            output.lines()
                    .filter(line -> line.matches("(tasuki|left out|warning): .*"))
                    .map(line -> line.replaceFirst("^tasuki: ", "refused: "))
                    .forEach(words::add);
            return "`" + file.target() + "`: " + String.join("; ", words);
        }
    }

    private static String row(RealFile file, String read, String rows, String columns, String trained) {
        return "| `%s` | %s | %s | %s | %s | %s | %s |"
                .formatted(file.name(), file.origin().words, file.kind(), cell(read), rows, columns, cell(trained));
    }

    private static String cell(String text) {
        String shown = text.length() > LETTERS ? text.substring(0, LETTERS) + "…" : text;
        return shown.replace("|", "\\|");
    }
}
