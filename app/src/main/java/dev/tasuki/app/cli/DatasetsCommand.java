package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores and looks at datasets. */
@Command(
        name = "datasets",
        description = "List, put, show, download and delete datasets.",
        mixinStandardHelpOptions = true)
final class DatasetsCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    private final CommandContext context;

    DatasetsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return list(serverOptions);
    }

    @Command(name = "list", description = "List datasets.", mixinStandardHelpOptions = true)
    int list(@Mixin ServerOptions serverOptions) {
        Screen screen = new Screen(context);
        try (ServerClient server = serverOptions.client(context)) {
            JsonNode answer = server.get("/datasets");
            if (serverOptions.json()) {
                screen.json(answer);
                return Exit.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode dataset : answer.path("datasets")) {
                rows.add(List.of(
                        Cells.text(dataset.path("dataset_id")),
                        Cells.size(dataset.path("size")),
                        Cells.time(dataset.path("modified"))));
            }
            screen.table(List.of("DATASET", "SIZE", "STORED (UTC)"), rows, "no datasets");
        }
        return Exit.OK;
    }

    @Command(
            name = "put",
            description = "Store a CSV file, plain or .gz, as a dataset.",
            mixinStandardHelpOptions = true)
    int put(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "ID", description = "The dataset's id") String id,
            @Parameters(
                            paramLabel = "FILE",
                            description = "A CSV file with a header, or a Parquet file; - is standard input")
                    Path file,
            @Mixin FileFormatOptions format)
            throws IOException {
        String route = format.query("/datasets/" + ServerClient.segment(id));
        if (file.toString().equals("-")) {
            try (ServerClient server = serverOptions.client(context)) {
                return print(server.put(route, context.in()), serverOptions.json());
            }
        }
        Path path = FileArgument.of("the file ", file, context).readable();
        try (ServerClient server = serverOptions.client(context)) {
            return print(server.put(route, path), serverOptions.json());
        }
    }

    @Command(
            name = "show",
            description = "Show a dataset's columns, at most 50 at once.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "ID", description = "The dataset's id") String id,
            @Option(
                            names = "--columns",
                            paramLabel = "COLUMNS",
                            description = "Names, positions and ranges, such as 51-100 or age,bmi; default: the first")
                    @Nullable
                    String columns) {
        String query = columns == null ? "" : "?columns=" + ServerClient.segment(columns);
        try (ServerClient server = serverOptions.client(context)) {
            return print(server.get("/datasets/" + ServerClient.segment(id) + query), serverOptions.json());
        }
    }

    private int print(JsonNode dataset, boolean json) {
        Screen screen = new Screen(context);
        if (json) {
            screen.json(dataset);
            return Exit.OK;
        }
        screen.line("%s: %s rows, %s columns, %s"
                .formatted(
                        dataset.path("dataset_id").asText(),
                        dataset.path("rows").asText(),
                        dataset.path("columns_total").asText(),
                        Cells.size(dataset.path("size"))));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode column : dataset.path("columns")) {
            boolean whole = column.path("type").asText().equals("integer");
            rows.add(List.of(
                    Cells.text(column.path("name")),
                    Cells.text(column.path("type")),
                    Cells.text(column.path("missing")),
                    about(column.path("distinct_exact")) + Cells.text(column.path("distinct")),
                    Cells.value(column.path("min"), whole),
                    about(column.path("median_exact")) + Cells.value(column.path("median"), false),
                    Cells.value(column.path("max"), whole)));
        }
        String separator = dataset.path("separator").asText(",");
        String encoding = dataset.path("encoding").asText("utf-8");
        if (!separator.equals(",") || !encoding.equals("utf-8")) {
            screen.line("read with separator %s and encoding %s%s"
                    .formatted(
                            separator,
                            encoding,
                            dataset.path("decimal").asText().equals(",") ? ", decimal commas" : ""));
        }
        for (JsonNode warning : dataset.path("warnings")) {
            screen.line("warning: " + CommandWords.of(warning.asText()));
        }
        List<String> heads = List.of("COLUMN", "TYPE", "MISSING", "DISTINCT", "MIN", "MEDIAN", "MAX");
        screen.table(heads, rows, "no columns");
        JsonNode next = dataset.path("columns_next");
        if (next.isTextual()) {
            screen.line("columns %s of %s; --columns %s shows more"
                    .formatted(
                            dataset.path("columns_shown").asText(),
                            dataset.path("columns_total").asText(),
                            next.asText()));
        }
        return Exit.OK;
    }

    /** Estimates are marked. */
    private static String about(JsonNode exact) {
        return exact.asBoolean(true) ? "" : "~";
    }

    @Command(
            name = "download",
            description = "Fetch a dataset's file as it is stored: a comma CSV in UTF-8.",
            mixinStandardHelpOptions = true)
    int download(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "ID", description = "The dataset's id") String id,
            @Mixin OutputOption output)
            throws IOException {
        try (ServerClient server = serverOptions.client(context)) {
            return output.fetch(
                    context, into -> server.download("/datasets/" + ServerClient.segment(id) + "/csv", into));
        }
    }

    @Command(name = "delete", description = "Delete a dataset.", mixinStandardHelpOptions = true)
    int delete(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "ID", description = "The dataset's id") String id) {
        try (ServerClient server = serverOptions.client(context)) {
            server.delete("/datasets/" + ServerClient.segment(id));
        }
        return Confirmation.say(new Screen(context), serverOptions, "deleted dataset " + id);
    }
}
