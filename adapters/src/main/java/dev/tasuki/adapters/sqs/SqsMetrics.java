package dev.tasuki.adapters.sqs;

import dev.tasuki.core.port.ServerReading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** What this process asked of SQS since it started: calls are what AWS is paid for. Thread-safe. */
final class SqsMetrics {
    /** Actions whose calls carry several messages. */
    private static final Set<Action> BATCHES = Set.of(Action.SEND, Action.RECEIVE, Action.DELETE, Action.VISIBILITY);

    /** What is counted beside the calls. */
    enum Event {
        THROTTLED("Calls that SQS put off because there were too many"),
        VISIBILITY_LOST("Deliveries that went to another consumer before they were settled"),
        CLAIM_CHECKS("Messages whose bodies went through the object store"),
        REPLIES_DROPPED("Replies to a process that is gone"),
        REPLY_QUEUES_SWEPT("Reply queues of dead processes that were removed");

        private final String meaning;

        Event(String meaning) {
            this.meaning = meaning;
        }
    }

    private record Counts(LongAdder calls, LongAdder failed, LongAdder entries, LongAdder refused) {
        Counts() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    private final Map<Action, Counts> actions = new EnumMap<>(Action.class);
    private final Map<Event, LongAdder> events = new EnumMap<>(Event.class);

    SqsMetrics() {
        for (Action action : Action.values()) {
            actions.put(action, new Counts());
        }
        for (Event event : Event.values()) {
            events.put(event, new LongAdder());
        }
    }

    void called(Action action, boolean well) {
        Counts counts = of(action);
        counts.calls().increment();
        if (!well) {
            counts.failed().increment();
        }
    }

    void carried(Action action, int entries, int refused) {
        of(action).entries().add(entries);
        of(action).refused().add(refused);
    }

    void happened(Event event) {
        Objects.requireNonNull(events.get(event)).increment();
    }

    /** How many calls there were, the SDK's repetitions of one not counted. */
    long calls(Action action) {
        return of(action).calls().sum();
    }

    long count(Event event) {
        return Objects.requireNonNull(events.get(event)).sum();
    }

    List<ServerReading> readings(String where) {
        List<ServerReading> readings = new ArrayList<>();
        for (Action action : Action.values()) {
            Counts counts = of(action);
            String name = "sqs_" + action.text();
            String right = action.right();
            readings.add(reading(name + "_calls_total", "Calls of " + right, where, counts.calls()));
            readings.add(reading(
                    name + "_failed_calls_total", "Calls of " + right + " that failed", where, counts.failed()));
            if (BATCHES.contains(action)) {
                readings.add(
                        reading(name + "_entries_total", "Messages in calls of " + right, where, counts.entries()));
                readings.add(reading(
                        name + "_failed_entries_total",
                        "Messages in calls of " + right + " that SQS refused one by one",
                        where,
                        counts.refused()));
            }
        }
        events.forEach((event, count) -> readings.add(
                reading("sqs_" + event.name().toLowerCase(Locale.ROOT) + "_total", event.meaning, where, count)));
        return readings;
    }

    private static ServerReading reading(String name, String meaning, String where, LongAdder count) {
        return new ServerReading(name, meaning, where, count.sum());
    }

    private Counts of(Action action) {
        return Objects.requireNonNull(actions.get(action));
    }
}
