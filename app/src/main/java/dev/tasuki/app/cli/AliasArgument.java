package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.core.task.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said with every change of an alias. */
final class AliasArgument {
    @Option(
            names = "--expected",
            paramLabel = "VERSION",
            description = "The version that the alias must have now, 0 for none; else nothing is changed")
    private @Nullable Long expected;

    @Option(
            names = "--by",
            paramLabel = "WHO",
            description = "Who wants it, for the history. Default: your name on this machine")
    private @Nullable String by;

    /** The route of a name. */
    static String path(String name) {
        return "/models/" + ServerClient.segment(name) + "/aliases";
    }

    /** The route of an alias. */
    static String path(String name, String alias) {
        return path(name) + "/" + ServerClient.segment(alias);
    }

    /** Adds it to a body. */
    void into(ObjectNode body) {
        if (expected != null) {
            body.put("expected", expected);
        }
        body.put("by", who());
    }

    /** Adds it to a path. */
    String query(String path) {
        return ServerClient.path(
                path, Map.of("expected", expected == null ? "" : Long.toString(expected), "by", who()));
    }

    /** What is given goes as it is, for the server to refuse; the machine's name for the user is made to fit. */
    private String who() {
        if (by != null) {
            return by;
        }
        String user = System.getProperty("user.name", "");
        int most = Math.min(user.codePointCount(0, user.length()), Limits.ALIAS_BY.intValue());
        return user.substring(0, user.offsetByCodePoints(0, most));
    }
}
