package dev.tasuki.faults.history;

import dev.tasuki.faults.history.Event.Answered;
import dev.tasuki.faults.history.Event.Kind;
import dev.tasuki.faults.history.Event.Row;
import dev.tasuki.faults.history.Event.Sent;
import dev.tasuki.faults.history.Event.Stored;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history: a function of its lines and of nothing else. It does not know what the program
 * promises to do about a fault, only what a client may rely on: what was accepted ends once, with the
 * one model that its request describes, and every call is answered or has a reason not to be.
 */
public final class Checker {
    /** Tags of trainings that the program itself asks for begin with this: a row explained without a client. */
    public static final String OWN = "own";

    /** Tasks that were accepted by a server whose writes did not reach the replica that was promoted. */
    public static final String LOST_WITH_SERVER = "lost with their server";

    private final HistoryIndex ledger;
    private final Map<Finding, List<String>> findings = new EnumMap<>(Finding.class);
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, List<Sent>> asked;
    private final Set<String> lostWithServer = new HashSet<>();

    private Checker(List<Event> events) {
        this.ledger = new HistoryIndex(events);
        this.asked = ledger.by(Sent.class, Sent::task);
        ledger.all(Row.class).forEach(row -> rows.put(row.task(), row));
    }

    /** Judges a whole history, rows and objects at its end included. */
    public static Verdict check(List<Event> events) {
        Checker checker = new Checker(events);
        checker.accepted();
        checker.rows();
        checker.keys();
        checker.models();
        checker.changes();
        checker.messages();
        new Conversations(checker.ledger, checker::found).check();
        return new Verdict(checker.findings, checker.figures());
    }

    private void found(Finding finding, String instance) {
        findings.computeIfAbsent(finding, unused -> new ArrayList<>()).add(instance);
    }

    private List<Sent> trainings() {
        return ledger.all(Sent.class).stream()
                .filter(sent -> sent.kind() == Kind.TRAIN)
                .toList();
    }

    /** Everything that was accepted is there, except what a promoted replica cannot have. */
    private void accepted() {
        for (Sent sent : trainings()) {
            Answered answer = ledger.answer(sent.call());
            if (answer == null || answer.task() == null) {
                continue;
            }
            Row row = rows.get(answer.task());
            if (row == null && ledger.during(FaultKind.PROMOTION, answer.at())) {
                lostWithServer.add(answer.task());
            } else if (row == null) {
                found(Finding.LOST, "task " + answer.task() + " of " + sent.tag() + " has no row");
            }
        }
    }

    /** Every row has one request behind it, and ended for a reason. */
    private void rows() {
        Set<String> tags = new HashSet<>();
        trainings().forEach(sent -> tags.add(String.valueOf(sent.tag())));
        for (Row row : rows.values()) {
            if (!tags.contains(row.tag()) && !HistoryIndex.spec(row.tag()).equals(OWN)) {
                found(Finding.UNEXPECTED, "task " + row.task() + " with tag " + row.tag());
            }
            if (!terminal(row.state())) {
                found(Finding.LOST, "task " + row.task() + " of " + row.tag() + " is still " + row.state());
            }
            boolean asksToStop = asked(row.task(), Kind.CANCEL);
            if (row.state().equals("TASK_CANCELLED") && !asksToStop) {
                found(Finding.FAILED, "task " + row.task() + " is cancelled, nobody asked for it");
            }
            if (row.state().equals("TASK_ERROR") && !reason(row)) {
                found(Finding.FAILED, "task " + row.task() + " of " + row.tag() + ": " + row.error());
            }
            if (row.epoch() > 1 && ledger.interruptions() == 0 && !asked(row.task(), Kind.RETRY)) {
                found(Finding.RAN_AGAIN, "task " + row.task() + " was claimed " + row.epoch() + " times");
            }
        }
        ledger.by(Row.class, Row::tag).forEach((tag, same) -> {
            if (same.size() > 1) {
                found(
                        Finding.DOUBLED,
                        "tag " + tag + " has the tasks "
                                + same.stream().map(Row::task).toList());
            }
        });
    }

    private boolean reason(Row row) {
        return switch (String.valueOf(row.error())) {
            case "too_many_attempts" -> ledger.interruptions() >= row.attempts();
            case "dataset_changed" -> ledger.had(FaultKind.DATASET);
            default -> false;
        };
    }

    private boolean asked(String task, Kind kind) {
        return asked.getOrDefault(task, List.of()).stream().anyMatch(sent -> sent.kind() == kind);
    }

    /** One key, one task. */
    private void keys() {
        ledger.by(Sent.class, Sent::key).forEach((key, calls) -> {
            Set<String> tasks = new TreeSet<>();
            for (Sent sent : calls) {
                Answered answer = ledger.answer(sent.call());
                if (answer != null && answer.task() != null && !lostWithServer.contains(answer.task())) {
                    tasks.add(answer.task());
                }
            }
            if (tasks.size() > 1) {
                found(Finding.DOUBLED, "key " + key + " was answered with the tasks " + tasks);
            }
        });
    }

    /** Every completed row names a model that is there, whole, and the one that was asked for. */
    private void models() {
        Map<String, String> references = new HashMap<>();
        ledger.all(Event.Reference.class).forEach(each -> references.put(each.spec(), each.sha256()));
        Map<String, Stored> objects = new HashMap<>();
        ledger.all(Stored.class).forEach(object -> objects.put(object.key(), object));
        for (Row row : rows.values()) {
            if (row.state().equals("TASK_COMPLETED")) {
                model(row, objects.get(String.valueOf(row.modelKey())), references.get(HistoryIndex.spec(row.tag())));
            }
        }
        ledger.by(Stored.class, object -> HistoryIndex.taskOf(object.key())).forEach((task, attempts) -> {
            Set<String> different = new TreeSet<>();
            attempts.forEach(attempt -> different.add(attempt.sha256()));
            if (different.size() > 1) {
                found(Finding.TWO_MODELS, "task " + task + " has " + attempts);
            }
        });
        ledger.by(Row.class, Row::modelKey).forEach((key, sharing) -> {
            if (sharing.size() > 1) {
                found(
                        Finding.TWO_MODELS,
                        "object " + key + " is shared by "
                                + sharing.stream().map(Row::task).toList());
            }
        });
    }

    private void model(Row row, @Nullable Stored object, @Nullable String reference) {
        String key = String.valueOf(row.modelKey());
        if (object == null) {
            found(Finding.WRONG_BYTES, "task " + row.task() + " names " + key + ", which is not there");
            return;
        }
        if (!object.sha256().equals(row.sha256())) {
            found(Finding.WRONG_BYTES, key + " has other bytes than its row says");
        } else if (!object.sha256().equals(reference)) {
            found(Finding.WRONG_BYTES, key + " of " + row.tag() + " is not what an undisturbed fit gives");
        }
        if (HistoryIndex.epochOf(key) != row.epoch()) {
            found(Finding.UNFENCED, "task " + row.task() + ", claim " + row.epoch() + ", was committed with " + key);
        }
    }

    /** What ended stays as it ended, unless somebody asked to try again. */
    private void changes() {
        ledger.by(Event.Seen.class, Event.Seen::task).forEach((task, seen) -> {
            boolean again = asked(task, Kind.RETRY);
            String ended = null;
            for (Event.Seen each : seen) {
                if (each.state().equals("NOT_FOUND") && !lostWithServer.contains(task)) {
                    found(Finding.UNKNOWN, "task " + task + " was not found at " + each.at() + " ms");
                } else if (ended != null && !ended.equals(each.state()) && !again) {
                    found(Finding.ILLEGAL_CHANGE, "task " + task + " went from " + ended + " to " + each.state());
                }
                ended = terminal(each.state()) ? each.state() : ended;
            }
            Row row = rows.get(task);
            if (row != null && ended != null && !again && !row.state().equals(ended)) {
                found(Finding.ILLEGAL_CHANGE, "task " + task + " went from " + ended + " to " + row.state());
            }
        });
    }

    private void messages() {
        for (Event.Waiting waiting : ledger.all(Event.Waiting.class)) {
            if (waiting.messages() < waiting.published()) {
                found(
                        Finding.NO_MESSAGE,
                        waiting.published() + " rows wait as published, the broker has " + waiting.messages()
                                + " messages, at " + waiting.at() + " ms");
            }
        }
    }

    private static boolean terminal(String state) {
        return switch (state) {
            case "TASK_COMPLETED", "TASK_ERROR", "TASK_CANCELLED" -> true;
            default -> false;
        };
    }

    private long rowsIn(String state) {
        return rows.values().stream().filter(row -> row.state().equals(state)).count();
    }

    private Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("calls", (long) ledger.all(Sent.class).size());
        figures.put(
                "trainings accepted",
                trainings().stream()
                        .map(sent -> ledger.answer(sent.call()))
                        .filter(answer -> answer != null && answer.task() != null)
                        .count());
        figures.put("calls without an answer", (long)
                ledger.all(Event.Unanswered.class).size());
        figures.put(
                "refusals",
                ledger.all(Answered.class).stream()
                        .filter(each -> each.status() >= 400)
                        .count());
        if (ledger.had(FaultKind.PROMOTION)) {
            figures.put(LOST_WITH_SERVER, (long) lostWithServer.size());
        }
        figures.put("rows", (long) rows.size());
        for (String state : List.of("TASK_COMPLETED", "TASK_CANCELLED", "TASK_ERROR")) {
            figures.put(
                    "rows " + state,
                    rows.values().stream()
                            .filter(row -> row.state().equals(state))
                            .count());
        }
        figures.put(
                "runs begun again",
                rows.values().stream()
                        .mapToLong(row -> Math.max(0, row.epoch() - 1))
                        .sum());
        long artifacts = ledger.all(Stored.class).size();
        figures.put("artifacts", artifacts);
        figures.put("orphaned artifacts", artifacts - rowsIn("TASK_COMPLETED"));
        for (FaultKind kind : FaultKind.values()) {
            long count = ledger.all(Event.Fault.class).stream()
                    .filter(each -> each.kind() == kind)
                    .count();
            if (count > 0) {
                figures.put("faults " + kind, count);
            }
        }
        return figures;
    }
}
