package dev.tasuki.app.cli;

import dev.tasuki.app.client.ServerClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks are tried again, how fast, and what is changed before. The server checks the values. */
final class RetryOptions {
    private static final Pairs CHANGES = new Pairs("--set ", "FIELD=VALUE", "timeout_s=600");

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "A field of the request to change before, e.g. --set timeout_s=600"
                    + " or --set params={\"max_depth\":5}; null: its default; may be repeated")
    private List<String> changes = List.of();

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
        if (all && !changes.isEmpty()) {
            throw new Failure(Exit.WRONG, "--set changes one task; name it in place of --all");
        }
    }

    /** The fields to change as JSON; no bytes if there are none. */
    byte[] changes() {
        if (changes.isEmpty()) {
            return new byte[0];
        }
        return CHANGES.object(changes).toString().getBytes(StandardCharsets.UTF_8);
    }

    String path() {
        return ServerClient.path(
                "/tasks/retry", Map.of("state", state, "dataset", dataset, "tag", tag, "code", code, "rate", rate));
    }
}
