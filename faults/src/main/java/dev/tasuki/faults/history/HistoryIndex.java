package dev.tasuki.faults.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A history's lines, each where it is looked for. */
final class HistoryIndex {
    /** {@code …/TASK/EPOCH.tasuki}, of any prefix. */
    private static final Pattern ARTIFACT = Pattern.compile(".*?([^/]+)/(\\d+)\\.tasuki");

    /** What a client needs to be reachable: the processes that answer it, by their commands, and the link to them. */
    private static final Set<String> LISTENERS = Set.of("serve", "producer", "clients");

    private final List<Event> events;
    private final Map<Long, Event.Answered> answers = new TreeMap<>();
    private final Map<Long, Event.Unanswered> silences = new TreeMap<>();
    private final List<Window> windows = new ArrayList<>();

    HistoryIndex(List<Event> events) {
        this.events = List.copyOf(events);
        all(Event.Answered.class).forEach(answer -> answers.put(answer.call(), answer));
        all(Event.Unanswered.class).forEach(silence -> silences.put(silence.call(), silence));
        collectWindows();
    }

    /** A time in which something was in the way; {@code to} is the run's end if it never healed. */
    private record Window(FaultKind kind, String target, long from, long to) {
        boolean meets(long begin, long end) {
            return begin <= to && end >= from;
        }
    }

    private void collectWindows() {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.Fault fault) {
                windows.add(new Window(fault.kind(), fault.target(), fault.at(), healed(fault, i)));
            }
        }
    }

    private long healed(Event.Fault fault, int after) {
        return events.subList(after, events.size()).stream()
                .filter(event ->
                        event instanceof Event.Healed healed && healed.target().equals(fault.target()))
                .mapToLong(Event::at)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * True if the process that listens to clients was dead, stopped or cut off between these times. Nothing else
     * is an excuse: a producer whose broker is away says so.
     */
    boolean unreachable(long from, long to) {
        return windows.stream().anyMatch(window -> window.meets(from, to) && LISTENERS.contains(window.target()));
    }

    /** How many faults there were that may interrupt a run. */
    long interruptions() {
        return windows.stream().filter(window -> window.kind.interrupts()).count();
    }

    /** True if a fault of this kind was under way at this time. */
    boolean during(FaultKind kind, long at) {
        return windows.stream().anyMatch(window -> window.kind == kind && window.meets(at, at));
    }

    boolean had(FaultKind kind) {
        return windows.stream().anyMatch(window -> window.kind == kind);
    }

    <E extends Event> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Events of a type by something that they have. */
    <E extends Event> Map<String, List<E>> by(Class<E> type, Function<E, @Nullable String> what) {
        Map<String, List<E>> groups = new LinkedHashMap<>();
        for (E event : all(type)) {
            String name = what.apply(event);
            if (name != null) {
                groups.computeIfAbsent(name, unused -> new ArrayList<>()).add(event);
            }
        }
        return groups;
    }

    Event.@Nullable Answered answer(long call) {
        return answers.get(call);
    }

    Event.@Nullable Unanswered silence(long call) {
        return silences.get(call);
    }

    /** The task that an artifact's key belongs to; null if it is no artifact's key. */
    static @Nullable String taskOf(String key) {
        Matcher matcher = ARTIFACT.matcher(key);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** The claim under which an artifact was written, -1 if the key is no artifact's. */
    static long epochOf(String key) {
        Matcher matcher = ARTIFACT.matcher(key);
        return matcher.matches() ? Long.parseLong(matcher.group(2)) : -1;
    }

    /** What the tag's training asks for. */
    static String spec(String tag) {
        int end = tag.indexOf('-');
        return end < 0 ? tag : tag.substring(0, end);
    }
}
