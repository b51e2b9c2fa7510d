package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.ServerClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at models. */
@Command(
        name = "models",
        description = "List, show, download, export and delete models; say which version of a name is the champion.",
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
    private static final String ID =
            "The model's id; six letters that begin it will do, or @latest; or a name, name@3, name@champion";

    private static final String NAME = "The name of the models' trainings";
    private static final String ALIAS = "Such as champion, which is also what the name alone means";

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private Filter filter = new Filter();

    private final CommandContext context;

    ModelsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return list(serverOptions, filter);
    }

    @Command(name = "list", description = "List models, newest first.", mixinStandardHelpOptions = true)
    int list(@Mixin ServerOptions serverOptions, @Mixin Filter filter) {
        Screen screen = new Screen(context);
        try (ServerClient server = serverOptions.client(context)) {
            JsonNode page = server.get(filter.path("/models"));
            if (serverOptions.json()) {
                screen.json(page);
                return Exit.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode model : page.path("models")) {
                rows.add(List.of(
                        Cells.text(model.path("model_id")),
                        Cells.text(model.path("state")),
                        Cells.text(model.path("dataset_id")),
                        Cells.text(model.path("algorithm")),
                        Cells.metrics(model.path("metrics")),
                        Cells.time(model.path("times").path("created")),
                        name(model)));
            }
            List<String> heads = List.of("MODEL", "STATE", "DATASET", "ALGORITHM", "METRICS", "CREATED (UTC)", "NAME");
            screen.table(heads, rows, "no models");
            filter.tellOfMore(screen, page);
        }
        return Exit.OK;
    }

    /** With its version and what points to it. */
    private static String name(JsonNode model) {
        String name = Cells.text(model.path("name"));
        String version =
                model.hasNonNull("version") ? "@" + model.path("version").asText() : "";
        return name + version + (model.path("aliases").isEmpty() ? "" : " (" + words(model.path("aliases")) + ")");
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return String.join(", ", words);
    }

    @Command(name = "show", description = "Show a model.", mixinStandardHelpOptions = true)
    int show(@Mixin ServerOptions serverOptions, @Parameters(paramLabel = "MODEL", description = ID) String id) {
        Screen screen = new Screen(context);
        try (ServerClient server = serverOptions.client(context)) {
            JsonNode model = server.get("/models/" + ServerClient.segment(ShortIds.MODEL.whole(server, id)));
            if (serverOptions.json()) {
                screen.json(model);
                return Exit.OK;
            }
            print(screen, model);
        }
        return Exit.OK;
    }

    private static void print(Screen screen, JsonNode model) {
        List<List<String>> facts = new ArrayList<>();
        fact(facts, "model", model.path("model_id"));
        fact(facts, "state", model.path("state"));
        fact(facts, "name", model.path("name"));
        fact(facts, "version", model.path("version"));
        if (!model.path("aliases").isEmpty()) {
            facts.add(List.of("aliases", words(model.path("aliases"))));
        }
        fact(facts, "algorithm", model.path("algorithm"));
        fact(facts, "target", model.path("target"));
        fact(facts, "dataset", model.path("dataset").path("id"));
        fact(facts, "sha256", model.path("dataset").path("sha256"));
        model.path("metrics").properties().forEach(metric -> fact(facts, metric.getKey(), metric.getValue()));
        model.path("parameters").properties().forEach(param -> fact(facts, param.getKey(), param.getValue()));
        JsonNode early = model.path("finished_early");
        if (early.hasNonNull("by")) {
            String cut = "%s %ss of %s (%s)"
                    .formatted(
                            early.path("grown").asText(),
                            early.path("unit").asText(),
                            early.path("requested").asText(),
                            early.path("by").asText());
            facts.add(List.of("finished early", cut));
        }
        fact(facts, "finished", model.path("times").path("finished"));
        fact(facts, "error", model.path("error").path("detail"));
        facts.forEach(pair -> screen.line("%-26s %s".formatted(pair.get(0), pair.get(1))));
        EvaluationText.print(screen, model.path("evaluation"));
        EvaluationText.features(screen, model.path("features"));
        SearchText.print(screen, model.path("search"));
        FoldsText.print(screen, model.path("cv"));
    }

    private static void fact(List<List<String>> facts, String name, @Nullable JsonNode value) {
        if (value != null && !value.isMissingNode() && (!value.isNull() || name.startsWith("max_"))) {
            facts.add(List.of(name, value.isNull() ? "none" : value.asText()));
        }
    }

    @Command(name = "download", description = "Fetch a model's file.", mixinStandardHelpOptions = true)
    int download(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "MODEL", description = ID) String id,
            @Mixin OutputOption output)
            throws IOException {
        try (ServerClient server = serverOptions.client(context)) {
            String whole = ShortIds.MODEL.whole(server, id);
            return output.fetch(
                    context, into -> server.download("/models/" + ServerClient.segment(whole) + "/artifact", into));
        }
    }

    @Command(
            name = "export",
            description = "Write a model in a form for other programs: ONNX, the encoder included.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "MODEL", description = ID) String id,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            required = true,
                            completionCandidates = Choices.Formats.class,
                            description = "onnx")
                    String format,
            @Mixin OutputOption output)
            throws IOException {
        try (ServerClient server = serverOptions.client(context)) {
            String whole = ShortIds.MODEL.whole(server, id);
            String path = "/models/" + ServerClient.segment(whole) + "/artifact";
            return output.fetch(
                    context, into -> server.download(ServerClient.path(path, Map.of("format", format)), into));
        }
    }

    @Command(name = "delete", description = "Delete a model.", mixinStandardHelpOptions = true)
    int delete(@Mixin ServerOptions serverOptions, @Parameters(paramLabel = "MODEL", description = ID) String id) {
        try (ServerClient server = serverOptions.client(context)) {
            String whole = ShortIds.MODEL.whole(server, id);
            server.delete("/models/" + ServerClient.segment(whole));
            return Confirmation.say(new Screen(context), serverOptions, "deleted model " + whole);
        }
    }

    @Command(
            name = "name",
            description = "Show a name: its versions, its aliases and how they changed.",
            mixinStandardHelpOptions = true)
    int name(@Mixin ServerOptions serverOptions, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        Screen screen = new Screen(context);
        try (ServerClient server = serverOptions.client(context)) {
            JsonNode found = server.get(AliasArgument.path(name));
            if (serverOptions.json()) {
                screen.json(found);
            } else {
                NameText.print(screen, found);
            }
        }
        return Exit.OK;
    }

    @Command(
            name = "alias",
            description = "Let an alias point to a version of a name.",
            mixinStandardHelpOptions = true)
    int alias(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(paramLabel = "ALIAS", description = ALIAS) String alias,
            @Parameters(paramLabel = "VERSION", description = "A version of the name, e.g. 3") long version,
            @Mixin AliasArgument argument) {
        try (ServerClient server = serverOptions.client(context)) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("version", version);
            argument.into(body);
            return moved(serverOptions, server.put(AliasArgument.path(name, alias), body));
        }
    }

    @Command(
            name = "rollback",
            description = "Let an alias point to the version that it had before.",
            mixinStandardHelpOptions = true)
    int rollback(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(paramLabel = "ALIAS", description = ALIAS, defaultValue = "champion") String alias,
            @Mixin AliasArgument argument) {
        try (ServerClient server = serverOptions.client(context)) {
            return moved(serverOptions, server.post(argument.query(AliasArgument.path(name, alias) + "/rollback")));
        }
    }

    private int moved(ServerOptions serverOptions, JsonNode answer) {
        Screen screen = new Screen(context);
        if (serverOptions.json()) {
            screen.json(answer);
        } else {
            screen.line("%s@%s is version %s, model %s (before: %s)"
                    .formatted(
                            answer.path("name").asText(),
                            answer.path("alias").asText(),
                            answer.path("version").asText(),
                            answer.path("model_id").asText(),
                            answer.path("before").isNull()
                                    ? "not set"
                                    : answer.path("before").asText()));
        }
        return Exit.OK;
    }

    @Command(name = "unalias", description = "Delete an alias; its version stays.", mixinStandardHelpOptions = true)
    int unalias(
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(paramLabel = "ALIAS", description = ALIAS) String alias,
            @Mixin AliasArgument argument) {
        try (ServerClient server = serverOptions.client(context)) {
            server.delete(argument.query(AliasArgument.path(name, alias)));
            return Confirmation.say(new Screen(context), serverOptions, "deleted alias " + name + "@" + alias);
        }
    }
}
