package dev.tasuki.core.simulation;

import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.util.List;
import java.util.stream.Collectors;

/** Short forms for the trace, the same in every JVM. */
final class TraceText {
    private TraceText() {}

    static String of(TaskRow row) {
        return row.id() + " " + row.state() + " e" + row.lease().epoch() + " a"
                + row.lease().attempts() + (row.cancelRequested() ? " cancel requested" : "")
                + (row.answerOwed() ? " answer owed" : "");
    }

    /** Null for none: the trace need not tell of every look at nothing. */
    static String of(List<TaskRow> rows) {
        return rows.isEmpty()
                ? null
                : rows.stream().map(row -> row.id().value()).collect(Collectors.joining(" "));
    }

    static String of(Transition transition) {
        String what = transition.getClass().getSimpleName() + " " + transition.id();
        return switch (transition) {
            case Transition.Claim claim -> what + " e" + claim.epoch() + " by " + claim.owner();
            case Transition.Heartbeat beat -> what + " e" + beat.epoch();
            case Transition.Complete complete ->
                what + " e" + complete.epoch() + " "
                        + complete.outcome().artifact().key();
            case Transition.Fail fail ->
                what + " e" + fail.epoch() + " " + fail.outcome().code();
            case Transition.GiveBack back ->
                what + " e" + back.epoch() + " for " + back.delay().toMillis() + " ms"
                        + (back.counted() ? " counted" : "");
            case Transition.Stopped stopped -> what + " e" + stopped.epoch();
            default -> what;
        };
    }

    /** A prediction's correlation id is random; the trace does without it. */
    static String of(Message message) {
        return (message.durable() ? message.correlationId() : "a message") + " to " + message.queue();
    }

    static String of(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Accept accept -> "accept";
            case Settlement.Requeue requeue -> "requeue in " + requeue.delay().toMillis() + " ms";
            case Settlement.Discard discard -> "discard";
        };
    }
}
