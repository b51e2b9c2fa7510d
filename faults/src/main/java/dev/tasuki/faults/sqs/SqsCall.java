package dev.tasuki.faults.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call, as the protocol awsJson 1.0 has it: of what kind it is, and its fields. */
record SqsCall(CallKind kind, ObjectNode request) {
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/");

    static SqsCall of(@Nullable String target, @Nullable String authorization, ObjectNode request) {
        String action = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
        Matcher credential = CREDENTIAL.matcher(authorization == null ? "" : authorization);
        return new SqsCall(new CallKind(credential.find() ? credential.group(1) : "", action, queue(request)), request);
    }

    private static String queue(JsonNode request) {
        String url = request.path("QueueUrl").asText();
        if (!url.isEmpty()) {
            return url.substring(url.lastIndexOf('/') + 1);
        }
        return request.path("QueueName").asText(request.path("QueueNamePrefix").asText());
    }

    String action() {
        return kind.action();
    }

    String queue() {
        return kind.queue();
    }

    boolean isBatch() {
        return action().endsWith("Batch");
    }
}
