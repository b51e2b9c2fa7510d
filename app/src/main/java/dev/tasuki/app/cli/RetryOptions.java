package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.ServerClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks are tried again, how fast, and what is changed before. The server checks the values. */
final class RetryOptions {
    private static final Pairs CHANGES = new Pairs("--set ", "FIELD=VALUE", "timeout_s=600");
    private static final Pairs PARAMS = new Pairs("--param ", "NAME=VALUE", "max_depth=5");

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "A field of the request to change before, e.g. --set timeout_s=600;"
                    + " null: its default; may be repeated")
    private List<String> changes = List.of();

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = "A parameter of the algorithm to change before, e.g. -p max_depth=5, in place of all"
                    + " that were given before; may be repeated")
    private List<String> params = List.of();

    @Option(names = "--all", description = "All that failed, as far as the filters say")
    private boolean all;

    @Option(names = "--rate", paramLabel = "N", description = "With --all: tasks a second (10)")
    private String rate = "";

    @Option(names = "--state", paramLabel = "STATE", description = "With --all: TASK_ERROR,TASK_CANCELLED (TASK_ERROR)")
    private String state = "";

    @Option(names = "--code", paramLabel = "CODE", description = "With --all: only what failed with this error code")
    private String code = "";

    @Option(names = "--dataset", paramLabel = "ID", description = "With --all: only of this dataset")
    private String dataset = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "With --all: only with this tag")
    private String tag = "";

    /** Either one task, with or without changes, or --all, with or without filters. */
    void check(@Nullable String id) {
        boolean filtered = !(rate + state + code + dataset + tag).isEmpty();
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
        return ServerClient.path(
                "/tasks/retry", Map.of("state", state, "dataset", dataset, "tag", tag, "code", code, "rate", rate));
    }
}
