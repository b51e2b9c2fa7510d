package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.TimedOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An exception as a worker tells it. It is only ever shown: no class is made by its name.
 *
 * @param module where its type is from; may be empty
 * @param type such as {@code ValueError}
 * @param words what it was raised with, each as Python shows it
 */
record WorkerError(String module, String type, List<String> words) {
    private static final int LONGEST_WORD = 500;
    private static final int MOST_WORDS = 5;

    WorkerError {
        words = List.copyOf(words);
    }

    /** Of {@code {"exc_type", "exc_message", "exc_module"}}, whatever of it is there. */
    static WorkerError read(JsonNode error) {
        JsonNode message = error.path("exc_message");
        List<String> words = new ArrayList<>();
        if (message.isArray()) {
            message.forEach(word -> words.add(text(word)));
        } else if (!message.isMissingNode() && !message.isNull()) {
            words.add(text(message));
        }
        return new WorkerError(
                Shown.of(error.path("exc_module").asText("")),
                Shown.of(error.path("exc_type").asText("an error")),
                words.size() > MOST_WORDS ? words.subList(0, MOST_WORDS) : words);
    }

    private static String text(JsonNode word) {
        return Shown.of(word.isTextual() ? word.asText() : word.toString(), LONGEST_WORD);
    }

    /**
     * What the row says then.
     *
     * @param node the worker that told it; empty if it is not known
     */
    Refusal refusal(String node) {
        String where = node.isEmpty() ? "" : " on " + Shown.of(node);
        if (type.equals("TimeLimitExceeded") || type.equals("SoftTimeLimitExceeded")) {
            return new TimedOut(
                    RefusalCode.RUN_TIMED_OUT,
                    "the worker" + where + " stopped it: " + shown() + "; allow it more by timeout_s, or the worker's own"
                            + " time limits");
        }
        return chosen().orElseGet(() -> InvalidRequest.content(RefusalCode.TRAINER_FAILED, shown() + where));
    }

    /** A trainer may say by one of our own codes what is wrong with the request: a class of a module tasuki.errors. */
    private Optional<Refusal> chosen() {
        if (!module.equals("tasuki.errors") || words.isEmpty()) {
            return Optional.empty();
        }
        String detail = String.join(" ", words.subList(1, words.size()));
        try {
            RefusalCode code = RefusalCode.of(words.getFirst());
            return switch (type) {
                case "InvalidRequest" -> Optional.of(InvalidRequest.content(code, detail));
                case "NotFound" -> Optional.of(new NotFound(code, detail));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** As Python shows it, {@code ValueError('bad', 3)}. */
    private String shown() {
        StringBuilder shown = new StringBuilder(type).append('(');
        for (String word : words) {
            String quote = word.matches("-?[0-9.]+|true|false|null") ? "" : "'";
            shown.append(shown.charAt(shown.length() - 1) == '(' ? "" : ", ")
                    .append(quote)
                    .append(word)
                    .append(quote);
        }
        return shown.append(')').toString();
    }
}
