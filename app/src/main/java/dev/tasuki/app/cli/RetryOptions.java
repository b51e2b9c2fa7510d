package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.ServerClient;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks are tried again, how fast, and what is changed before. The server checks the values. */
final class RetryOptions {
    private static final NameValueArguments CHANGES = new NameValueArguments("--set ", "FIELD=VALUE", "timeout_s=600");
    private static final NameValueArguments PARAMS = new NameValueArguments("--param ", "NAME=VALUE", "max_depth=5");

    @Option(
            names = "--set",
            completionCandidates = Choices.RequestFields.class,
            paramLabel = "FIELD=VALUE",
            description = "A field of the request to change before, e.g. --set timeout_s=600;"
                    + " null: its default; may be repeated")
    private List<String> changes = List.of();

    @Option(
            names = {"-p", "--param"},
            completionCandidates = Choices.Parameters.class,
            paramLabel = "NAME=VALUE",
            description = "A parameter of the algorithm to change before, e.g. -p max_depth=5, in place of all"
                    + " that were given before; may be repeated")
    private List<String> params = List.of();

    @Option(names = "--all", description = "All that failed, as far as the filters say")
    private boolean all;

    @Option(names = "--rate", paramLabel = "N", description = "With --all: tasks a second (10)")
    private @Nullable String rate;

    @Option(
            names = "--state",
            completionCandidates = Choices.EndedStates.class,
            paramLabel = "STATE",
            description = "With --all: TASK_ERROR,TASK_CANCELLED (TASK_ERROR)")
    private @Nullable String state;

    @Option(
            names = "--code",
            completionCandidates = Choices.Codes.class,
            paramLabel = "CODE",
            description = "With --all: only what failed with this error code")
    private @Nullable String code;

    @Option(names = "--dataset", paramLabel = "ID", description = "With --all: only of this dataset")
    private @Nullable String dataset;

    @Option(names = "--tag", paramLabel = "TAG", description = "With --all: only with this tag")
    private @Nullable String tag;

    /** Either one task, with or without changes, or --all, with or without filters. */
    void check(@Nullable String id) {
        Map<String, String> filters = filters();
        boolean filtered = !filters.isEmpty();
        filters.forEach((name, value) -> {
            if (value.isBlank()) {
                throw new Failure(Exit.WRONG, "--" + name + " is empty; give it a value, or leave it out for all");
            }
        });
        if (id == null && !all) {
            throw new Failure(Exit.WRONG, "which task? Name one, or say --all for all that failed");
        }
        if (id != null && (all || filtered)) {
            throw new Failure(Exit.WRONG, "a task was named, " + id + "; --all, --rate and the filters are for many");
        }
        if (all && !(changes.isEmpty() && params.isEmpty())) {
            throw new Failure(Exit.WRONG, "--set and --param change one task; name it in place of --all");
        }
        if (!params.isEmpty() && CHANGES.object(changes).has("params")) {
            throw new Failure(Exit.WRONG, "give the parameters either with --param or with --set params=…, not both");
        }
    }

    /** The fields to change as JSON; no bytes if there are none. */
    byte[] changes() {
        if (changes.isEmpty() && params.isEmpty()) {
            return new byte[0];
        }
        ObjectNode fields = CHANGES.object(changes);
        if (!params.isEmpty()) {
            fields.set("params", PARAMS.object(params));
        }
        return fields.toString().getBytes(StandardCharsets.UTF_8);
    }

    String path() {
        return ServerClient.path("/tasks/retry", filters());
    }

    /** Those that were given. */
    private Map<String, String> filters() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "state", state);
        put(given, "dataset", dataset);
        put(given, "tag", tag);
        put(given, "code", code);
        put(given, "rate", rate);
        return given;
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
