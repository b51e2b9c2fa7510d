package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent when a task has ended.
 *
 * @param callbacks each with the result
 * @param errbacks each if the task failed
 * @param chain what comes next, reversed: the last is the next one
 * @param chord what is sent once all parts of the task's group have ended; null if it is in no such group
 */
record Embed(
        List<Signature> callbacks,
        List<Signature> errbacks,
        List<Signature> chain,
        @Nullable Signature chord) {
    static final Embed NONE = new Embed(List.of(), List.of(), List.of(), null);

    private static final List<String> NAMES = List.of("callbacks", "errbacks", "chain", "chord");

    /** From an object with these names, each left out or null if there is nothing. */
    static Embed of(JsonNode json) throws Unreadable {
        count(json);
        JsonNode chord = json.path("chord");
        return new Embed(
                list(json, "callbacks"),
                list(json, "errbacks"),
                list(json, "chain"),
                chord.isMissingNode() || chord.isNull() ? null : Signature.of(chord, "chord"));
    }

    private static List<Signature> list(JsonNode json, String name) throws Unreadable {
        JsonNode node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw new Unreadable(name + " is " + Signature.kind(node) + ", not a list");
        }
        List<Signature> signatures = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            signatures.add(Signature.of(node.get(i), name + "[" + i + "]"));
        }
        return List.copyOf(signatures);
    }

    /** Calls within calls count, too. */
    private static void count(JsonNode json) throws Unreadable {
        int most = Limits.CALLS_BROUGHT.intValue();
        Deque<JsonNode> left = new ArrayDeque<>();
        NAMES.forEach(name -> left.add(json.path(name)));
        int calls = 0;
        while (!left.isEmpty()) {
            JsonNode node = left.remove();
            if (node.path("task").isTextual() && ++calls > most) {
                throw tooLarge("it brings along more than %,d calls".formatted(most));
            }
            node.elements().forEachRemaining(left::add);
        }
    }

    static Unreadable tooLarge(String reason) {
        return new Unreadable(PythonError.of(InvalidRequest.content(RefusalCode.TOO_LARGE, reason)));
    }
}
