package dev.tasuki.faults.history;

import dev.tasuki.faults.history.Event.Answered;
import dev.tasuki.faults.history.Event.Kind;
import dev.tasuki.faults.history.Event.Sent;
import dev.tasuki.faults.history.Event.Unanswered;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Whether every call was answered, and as the documentation says. */
final class Conversations {
    /** "Not now", which needs a time to come again. */
    private static final Set<Integer> LATER = Set.of(429, 503);
    /** What a prediction of a model that is there may be answered with. */
    private static final Set<Integer> OF_PREDICT = Set.of(200, 429, 503, 504);

    private static final Set<Integer> OF_TRAIN = Set.of(200, 429, 503);

    private final HistoryIndex ledger;
    private final BiConsumer<Finding, String> found;
    private final Map<String, String> predictions = new HashMap<>();

    Conversations(HistoryIndex ledger, BiConsumer<Finding, String> found) {
        this.ledger = ledger;
        this.found = found;
    }

    void check() {
        for (Sent sent : ledger.all(Sent.class)) {
            Answered answer = ledger.answer(sent.call());
            Unanswered silence = ledger.silence(sent.call());
            if (answer != null) {
                answered(sent, answer);
            } else if (silence != null && !ledger.unreachable(sent.at(), silence.at())) {
                found.accept(silence.late() ? Finding.HUNG : Finding.NO_ANSWER, call(sent) + ": " + silence.why());
            } else if (silence == null) {
                found.accept(Finding.HUNG, call(sent) + " has neither an answer nor an end");
            }
        }
    }

    private void answered(Sent sent, Answered answer) {
        if (answer.status() == 500) {
            found.accept(Finding.SERVER_ERROR, call(sent) + ": " + answer.code());
        }
        if (LATER.contains(answer.status()) && answer.retryAfter() == null) {
            found.accept(Finding.NO_RETRY_AFTER, call(sent) + ": " + answer.status() + " " + answer.code());
        }
        boolean odd = switch (sent.kind()) {
            case TRAIN -> !OF_TRAIN.contains(answer.status());
            case PREDICT -> !OF_PREDICT.contains(answer.status());
            case CANCEL, RETRY, LOOK -> false;
        };
        if (odd && answer.status() != 500) {
            found.accept(Finding.WRONG_ANSWER, call(sent) + ": " + answer.status() + " " + answer.code());
        }
        if (sent.kind() == Kind.PREDICT && answer.value() != null) {
            same(sent, answer.value());
        }
    }

    private void same(Sent sent, String value) {
        String before = predictions.putIfAbsent(String.valueOf(sent.task()), value);
        if (before != null && !before.equals(value)) {
            found.accept(Finding.WRONG_ANSWER, call(sent) + ": " + value + " after " + before);
        }
    }

    private static String call(Sent sent) {
        String about = sent.tag() == null ? sent.task() : sent.tag();
        return "call " + sent.call() + " (" + sent.kind() + " " + about + ", at " + sent.at() + " ms)";
    }
}
