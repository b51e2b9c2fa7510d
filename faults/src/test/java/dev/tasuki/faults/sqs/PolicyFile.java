package dev.tasuki.faults.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A policy of IAM, as far as ours go: statements that allow actions on queues whose names begin alike. */
public final class PolicyFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:sqs:REGION:ACCOUNT:";
    /** Amazon asks for the right to the single action, whether it is done in a batch or not. */
    private static final Map<String, List<String>> NEEDED = Map.of(
            "SendMessageBatch", List.of("SendMessage"),
            "DeleteMessageBatch", List.of("DeleteMessage"),
            "ChangeMessageVisibilityBatch", List.of("ChangeMessageVisibility"),
            // With tags, which each of our calls has.
            "CreateQueue", List.of("CreateQueue", "TagQueue"));

    private final List<Right> rights;

    private PolicyFile(List<Right> rights) {
        this.rights = rights;
    }

    /** One action on some queues. */
    public record Right(String action, String resource) {
        boolean covers(String wanted, String queue) {
            String pattern = Pattern.quote(resource).replace("*", "\\E.*\\Q");
            return action.equals("sqs:" + wanted) && (ARN + queue).matches(pattern);
        }
    }

    /** Reads a file, with this prefix for all names. */
    public static PolicyFile read(Path file, String prefix) throws IOException {
        JsonNode policy = JSON.readTree(Files.readString(file).replace("PREFIX", prefix));
        List<Right> rights = new ArrayList<>();
        for (JsonNode statement : policy.path("Statement")) {
            JsonNode actions = statement.path("Action");
            String resource = statement.path("Resource").asText();
            if (actions.isTextual()) {
                rights.add(new Right(actions.asText(), resource));
            }
            actions.forEach(action -> rights.add(new Right(action.asText(), resource)));
        }
        return new PolicyFile(rights);
    }

    /** What the calls need and is not allowed. */
    public Set<String> missing(List<CallKind> calls) {
        Set<String> missing = new TreeSet<>();
        for (CallKind call : calls) {
            for (String action : needed(call)) {
                if (right(action, call).isEmpty()) {
                    missing.add(action + " of " + call.queue());
                }
            }
        }
        return missing;
    }

    /** What is allowed and no call needs. */
    public Set<String> unused(List<CallKind> calls) {
        Set<String> unused = new TreeSet<>();
        rights.forEach(right -> unused.add(right.toString()));
        for (CallKind call : calls) {
            for (String action : needed(call)) {
                right(action, call).ifPresent(right -> unused.remove(right.toString()));
            }
        }
        return unused;
    }

    private Optional<Right> right(String action, CallKind call) {
        return rights.stream()
                .filter(right -> right.covers(action, call.queue()))
                .findFirst();
    }

    private static List<String> needed(CallKind call) {
        return NEEDED.getOrDefault(call.action(), List.of(call.action()));
    }
}
