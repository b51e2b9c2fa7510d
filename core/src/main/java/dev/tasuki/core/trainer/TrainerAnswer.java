package dev.tasuki.core.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else's program said that it made.
 *
 * @param metrics an object of finite numbers, at least empty
 * @param report an object, at least empty
 * @param artifact where its model is; null: it kept none
 */
record TrainerAnswer(
        JsonNode metrics, JsonNode report, @Nullable Artifact artifact) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String FORM =
            "{\"metrics\": {\"name\": number}, \"report\": {}, \"artifact\": {\"key\", \"size\", \"sha256\"}}";

    /** Throws {@link InvalidRequest} with {@code trainer_failed} and one sentence that says what is wrong. */
    static TrainerAnswer read(JsonNode answer, String artifactKey) {
        return read(answer, artifactKey, artifactKey::equals);
    }

    /**
     * The same.
     *
     * @param artifactKey where this attempt's model is to be
     * @param allowed where it may be
     */
    static TrainerAnswer read(JsonNode answer, String artifactKey, Predicate<String> allowed) {
        if (!answer.isObject()) {
            throw wrong("is " + kind(answer) + " and no object", FORM);
        }
        for (Map.Entry<String, JsonNode> member : answer.properties()) {
            switch (member.getKey()) {
                case "metrics", "report", "artifact" -> {}
                default -> throw wrong("has a member " + shown(member.getKey()), FORM);
            }
        }
        return new TrainerAnswer(
                metrics(answer.path("metrics")), report(answer.path("report")), artifact(answer, artifactKey, allowed));
    }

    private static JsonNode metrics(JsonNode metrics) {
        if (metrics.isMissingNode()) {
            throw wrong("has no metrics", FORM);
        }
        if (!metrics.isObject()) {
            throw wrong("has metrics that are " + kind(metrics) + " and no object", "{\"RMSE\": 1.5}");
        }
        if (metrics.size() > Limits.TRAINER_METRICS.value()) {
            throw wrong("has " + metrics.size() + " metrics", "at most " + Limits.TRAINER_METRICS.text());
        }
        for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
            if (!metric.getValue().isNumber()
                    || !Double.isFinite(metric.getValue().doubleValue())) {
                throw wrong(
                        "has a metric " + shown(metric.getKey()) + " that is "
                                + shown(metric.getValue().toString()),
                        "a finite number for each");
            }
        }
        return metrics;
    }

    private static JsonNode report(JsonNode report) {
        if (report.isMissingNode() || report.isNull()) {
            return Json.object();
        }
        if (!report.isObject()) {
            throw wrong("has a report that is " + kind(report) + " and no object", "{\"epochs\": 20}");
        }
        Json.finite(report);
        int bytes = Json.bytes(report).length;
        if (bytes > Limits.TRAINER_REPORT.value()) {
            throw wrong("has a report of " + bytes + " bytes", "at most " + Limits.TRAINER_REPORT.text());
        }
        return report;
    }

    private static @Nullable Artifact artifact(JsonNode answer, String artifactKey, Predicate<String> allowed) {
        JsonNode artifact = answer.path("artifact");
        if (artifact.isMissingNode() || artifact.isNull()) {
            return null;
        }
        String form = "{\"key\": \"" + artifactKey + "\", \"size\": bytes, \"sha256\": 64 hex digits}";
        if (!(artifact instanceof ObjectNode object)) {
            throw wrong("has an artifact that is " + kind(artifact) + " and no object", form);
        }
        String key = object.path("key").asText();
        if (!allowed.test(key)) {
            throw wrong("names the artifact " + shown(key), form);
        }
        JsonNode size = object.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw wrong("has an artifact of size " + shown(size.toString()), form);
        }
        if (size.longValue() > Limits.TRAINER_ARTIFACT.value()) {
            throw wrong(
                    "has an artifact of " + size.longValue() + " bytes", "at most " + Limits.TRAINER_ARTIFACT.text());
        }
        String sha256 = object.path("sha256").asText();
        if (!SHA256.matcher(sha256).matches()) {
            throw wrong("has an artifact of sha256 " + shown(sha256), form);
        }
        return new Artifact(key, sha256, size.longValue());
    }

    /** One sentence: what the answer is, and what is allowed. */
    static InvalidRequest wrong(String what, String allowed) {
        return InvalidRequest.content(
                RefusalCode.TRAINER_FAILED,
                "the trainer's answer " + what + "; allowed is " + allowed + ": mend the task's return value");
    }

    private static String shown(String text) {
        return "\"" + ShownValue.shortened(text) + "\"";
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case OBJECT -> "an object";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }
}
