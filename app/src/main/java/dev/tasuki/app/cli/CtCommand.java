package dev.tasuki.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.report.Comparison;
import dev.tasuki.app.report.ReportWriter;
import dev.tasuki.app.report.Tolerance;
import dev.tasuki.app.report.Tolerances;
import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.app.wiring.LocalDataset;
import dev.tasuki.app.wiring.Logging;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.fit.Learned;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.request.Algorithms;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains in this process, without a server, and reports: for continuous integration. */
@Command(
        name = "ct",
        description = {
            "Train here and now, without a server, and write metrics.json, report.md and plots.",
            "--dataset is a dataset's id, a CSV or a Parquet file. Ends with 4 if a metric is worse than the",
            "baseline's by more than the tolerance."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CtCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(names = "--baseline", paramLabel = "FILE", description = "A metrics.json to compare with")
    private @Nullable Path baseline;

    @Option(
            names = "--tolerance",
            paramLabel = "AMOUNT",
            description = "How much worse a metric may get: 1%% of the baseline, or 0.5 (1%%)")
    private String tolerance = "1%";

    @Option(
            names = "--metric",
            paramLabel = "NAME[=AMOUNT]",
            description = "Compare this metric alone, with a tolerance of its own or that of --tolerance; may be"
                    + " repeated (rmse, mae and r2, or accuracy and log_loss)")
    private List<String> metrics = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write (.)")
    private Path out = Path.of(".");

    @Option(names = "--json", description = "Print the metrics as JSON")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    private final CommandContext context;

    private CtCommand(CommandContext context) {
        this.context = context;
    }

    /** The command with the settings it heeds. */
    static CommandSpec spec(CommandContext context) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new CtCommand(context));
        SettingOptions.declare(
                spec, EnumSet.of(Setting.DATA, Setting.STORE, Setting.DATASET_PREFIX, Setting.FIT_THREADS));
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        Logging.quiet();
        Settings settings =
                SettingOptions.reader(Objects.requireNonNull(command), context).read();
        Tolerances allowed = tolerances();
        JsonNode before = baseline == null ? null : metrics(baseline);
        Learned learned = learn(settings);
        requireKnown(allowed, learned.report().path("evaluation").path("metrics"));
        Path directory = context.directory().resolve(out);
        ReportWriter writer = new ReportWriter(directory);
        Comparison comparison = write(writer, learned, before, allowed);
        writer.notes().forEach(note -> context.err().println("tasuki: " + note));
        Screen screen = new Screen(context);
        if (json) {
            screen.json(writer.metrics());
        } else {
            screen.line(Cells.metrics(writer.metrics()));
            SearchText.print(screen, learned.report().path("search"));
            FoldsText.print(screen, learned.report().path("cv"));
            screen.line("wrote " + directory.normalize().resolve("report.md"));
        }
        if (comparison.regressed()) {
            context.err()
                    .println("tasuki: regression beyond "
                            + (metrics.isEmpty() ? "the tolerance of " + allowed : "the tolerance of a metric")
                            + ", see report.md");
            return Exit.FAILED;
        }
        return Exit.OK;
    }

    private Tolerances tolerances() {
        Tolerance usual;
        try {
            usual = Tolerance.parse(tolerance);
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.WRONG, "--tolerance " + tolerance + ": " + e.getMessage());
        }
        try {
            return Tolerances.parse(usual, metrics);
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.WRONG, "--metric " + String.join(" --metric ", metrics) + ": " + e.getMessage());
        }
    }

    /** Which metrics there are is known once it is known what was learned. */
    private static void requireKnown(Tolerances tolerances, JsonNode measured) {
        List<String> known = new ArrayList<>();
        measured.fieldNames().forEachRemaining(known::add);
        for (String metric : tolerances.named().keySet()) {
            if (!known.contains(metric)) {
                throw new Failure(
                        Exit.WRONG,
                        "--metric " + metric + ": this model has no such metric; it has " + String.join(", ", known)
                                + Closest.hint(metric, known));
            }
        }
    }

    private JsonNode metrics(Path file) throws IOException {
        Path path = FileArgument.of("--baseline ", file, context).readable();
        try {
            JsonNode metrics = MAPPER.readTree(path.toFile());
            if (metrics.isObject()) {
                return metrics;
            }
        } catch (JsonProcessingException e) {
            // Told below, together with JSON that is no object.
        }
        throw new Failure(
                Exit.WRONG, "--baseline " + file + " must be a JSON object of numbers, like {\"rmse\": 53.0}");
    }

    private Learned learn(Settings settings) throws IOException {
        LocalDataset dataset = LocalDataset.open(training.dataset(), context.directory(), settings);
        if (training.target().isEmpty() && !training.findsAnomalies()) {
            throw new Failure(
                    Exit.WRONG,
                    "ct compares the metrics of a target; name its column with --target. Only an algorithm that finds"
                            + " anomalies has none: --algorithm " + String.join(" or ", Algorithms.ofAnomalies()));
        }
        ObjectNode body = training.body(() -> columns(dataset.description()));
        body.put("dataset_id", dataset.id().value());
        TrainRequest request = TrainRequest.parse(MAPPER.writeValueAsBytes(body));
        ProgressLine line = new ProgressLine(context);
        try (InputStream csv = dataset.content()) {
            LocalFitter learner = LocalFitter.alone(settings.fitThreads());
            Optional<Learned> learned =
                    learner.learn(new LocalFitter.Source(dataset.id(), "", csv), request, control(line));
            return learned.orElseThrow();
        } finally {
            line.end();
        }
    }

    private List<String> columns(DatasetDescription dataset) {
        UsableColumns columns = new UsableColumns(training.dataset(), training.target(), training.prepared());
        dataset.columns().forEach(column -> columns.add(column, dataset.rows()));
        return columns.names(context);
    }

    private static RunControl control(ProgressLine line) {
        return new RunControl() {
            @Override
            public void report(Progress progress) {
                line.show(progress.fraction(), progress.stage(), progress.text());
            }

            @Override
            public boolean stopped() {
                return false;
            }
        };
    }

    private Comparison write(ReportWriter writer, Learned learned, @Nullable JsonNode before, Tolerances allowed) {
        try {
            return writer.write(learned.report(), before, allowed);
        } catch (IOException e) {
            throw new Failure(Exit.UNAVAILABLE, "cannot write to --out " + out + ": " + e.getMessage());
        }
    }
}
