package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When to train. The server checks the values. */
final class WhenOptions {
    @Option(
            names = "--run-at",
            paramLabel = "TIME",
            description = "Not before this time, e.g. 2026-11-24T06:00:00Z (at once)")
    private @Nullable String runAt;

    @Option(
            names = "--expires-at",
            paramLabel = "TIME",
            description = "Not at all if no consumer has begun by this time (however late)")
    private @Nullable String expiresAt;

    @Option(
            names = {"--timeout-s", "--timeout_s"},
            paramLabel = "SECONDS",
            description = "Stop a run that lasts longer (as long as it takes)")
    private @Nullable Double timeout;

    @Option(
            names = {"--on-timeout", "--on_timeout"},
            completionCandidates = Choices.AtTimeout.class,
            paramLabel = "WHAT",
            description = "keep: a run whose time is up makes its model of the trees or rounds that it has (fail)")
    private @Nullable String onTimeout;

    @Option(
            names = "--priority",
            completionCandidates = Choices.Priorities.class,
            paramLabel = "0..9",
            description = "Higher ones are trained first (5)")
    private @Nullable Integer priority;

    /** Adds what was given to a request's body. */
    void fill(ObjectNode body) {
        if (runAt != null) {
            body.put("run_at", runAt);
        }
        if (expiresAt != null) {
            body.put("expires_at", expiresAt);
        }
        if (timeout != null) {
            body.put("timeout_s", timeout);
        }
        if (onTimeout != null) {
            body.put("on_timeout", onTimeout);
        }
        if (priority != null) {
            body.put("priority", priority);
        }
    }
}
