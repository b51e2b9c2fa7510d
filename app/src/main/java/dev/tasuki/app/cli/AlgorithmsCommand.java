package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what a server can train, and by which parameters. */
@Command(
        name = "algorithms",
        description = "List what can be trained; with NAME, one algorithm and its parameters.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AlgorithmsCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "An algorithm, e.g. HistGradientBoostingRegressor; its case does not matter")
    private @Nullable String name;

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    private final CommandContext context;

    AlgorithmsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ServerClient server = serverOptions.client(context)) {
            JsonNode answer = server.get("/algorithms");
            if (name == null) {
                all(answer);
            } else {
                one(named(answer, name));
            }
        }
        return Exit.OK;
    }

    private void all(JsonNode answer) {
        Screen screen = new Screen(context);
        if (serverOptions.json()) {
            screen.json(answer);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode algorithm : answer.path("algorithms")) {
            rows.add(List.of(
                    Cells.text(algorithm.path("name")),
                    Cells.text(algorithm.path("predicts")),
                    promise(algorithm),
                    takes(algorithm)));
        }
        screen.table(List.of("ALGORITHM", "PREDICTS", "EQUAL TO SCIKIT-LEARN", "TAKES"), rows, "no algorithms");
    }

    private void one(JsonNode algorithm) {
        Screen screen = new Screen(context);
        if (serverOptions.json()) {
            screen.json(algorithm);
            return;
        }
        screen.line("%s predicts a %s; equal to scikit-learn's: %s; beyond complete numbers: %s"
                .formatted(
                        algorithm.path("name").asText(),
                        algorithm.path("predicts").asText(),
                        promise(algorithm),
                        takes(algorithm).isEmpty() ? "nothing" : takes(algorithm)));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode parameter : algorithm.path("parameters")) {
            JsonNode usual = parameter.path("default_value");
            rows.add(List.of(
                    Cells.text(parameter.path("name")),
                    usual.isContainerNode() ? usual.toString() : usual.asText(),
                    Cells.text(parameter.path("allowed")),
                    Cells.text(parameter.path("description"))));
        }
        screen.table(List.of("PARAMETER", "LEFT OUT", "TAKES", "WHAT IT IS"), rows, "no parameters");
    }

    private static JsonNode named(JsonNode answer, String name) {
        List<String> known = new ArrayList<>();
        for (JsonNode algorithm : answer.path("algorithms")) {
            String is = algorithm.path("name").asText();
            if (is.equalsIgnoreCase(name)) {
                return algorithm;
            }
            known.add(is);
        }
        throw new Failure(
                Exit.NOT_FOUND,
                "there is no algorithm '" + Shown.of(name) + "'" + Closest.hint(name, known) + "; there are "
                        + String.join(", ", known));
    }

    /** How near its models are: of a relative difference that is allowed, the figure. */
    private static String promise(JsonNode algorithm) {
        String equality = algorithm.path("equality").asText();
        return Character.isDigit(equality.charAt(0)) ? "within " + equality : equality;
    }

    private static String takes(JsonNode algorithm) {
        List<String> takes = new ArrayList<>();
        algorithm.path("takes").forEach(one -> takes.add(one.asText()));
        return String.join(", ", takes);
    }
}
