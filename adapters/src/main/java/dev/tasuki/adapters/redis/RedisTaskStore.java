package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Group;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The task rows in Redis. Each method is one operation of one script, which nobody else interrupts. Safe for any number
 * of threads and processes.
 *
 * @param rows closed by who opened them
 */
public record RedisTaskStore(RedisRows rows) implements TaskStore {
    /** While a script runs, Redis answers nobody else. */
    private static final int MARKS_AT_ONCE = 500;

    @Override
    public Acceptance accept(NewTask task) {
        IdempotencyKey key = task.idempotency();
        List<Object> arguments = new ArrayList<>(
                List.of(task.id().value(), key == null ? "" : key.key(), key == null ? "" : key.fingerprint()));
        arguments.addAll(TaskFields.of(task.spec(), task.spec().schedule().firstDue()));
        Origin origin = task.spec().origin();
        if (origin != null) {
            arguments.addAll(TaskFields.of(origin));
        }
        List<Object> answer = Answer.list(rows.write("accept", arguments.toArray()));
        return switch (Answer.text(answer.getFirst())) {
            case "created" ->
                new Acceptance.Created(TaskFields.created(
                        task,
                        Answer.number(answer.get(1)),
                        Answer.number(answer.get(2)),
                        Answer.number(answer.get(3))));
            case "repeated" -> {
                rows.confirm();
                yield new Acceptance.Repeated(TaskFields.row(Answer.fields(answer.get(1))));
            }
            default -> new Acceptance.KeyTaken(TaskFields.row(Answer.fields(answer.get(1))));
        };
    }

    @Override
    public Optional<TaskRow> find(TaskId id) {
        Map<String, byte[]> fields = Answer.fields(rows.read("find", id.value()));
        return fields.isEmpty() ? Optional.empty() : Optional.of(TaskFields.row(fields));
    }

    @Override
    public Optional<String> report(TaskId id) {
        return Optional.ofNullable(rows.read("report", id.value())).map(Answer::text);
    }

    /**
     * Redis is called until the list is full or at its end: one call visits no more rows than it has the time for. The
     * row that an idempotency key made may be what was stored, but on too few replicas to be answered: who is told of
     * it takes it for accepted, so that the replicas must have it by now.
     */
    @Override
    public List<TaskRow> list(TaskQuery query) {
        List<TaskRow> found = new ArrayList<>();
        String before =
                query.before().isPresent() ? Long.toString(query.before().getAsLong()) : "";
        do {
            List<Object> answer = Answer.list(rows.read(
                    "list",
                    arguments(query, before, query.limit() - found.size()).toArray()));
            found.addAll(query.width() == TaskQuery.Width.BRIEF ? brief(answer.get(1)) : rows(answer.get(1)));
            before = Answer.text(answer.getFirst());
        } while (!before.isEmpty() && found.size() < query.limit());
        if (!found.isEmpty() && query.filter().request().isPresent()) {
            rows.confirm();
        }
        return found;
    }

    private static List<Object> arguments(TaskQuery query, String before, int limit) {
        TaskFilter filter = query.filter();
        List<Object> arguments = new ArrayList<>();
        arguments.add(before);
        arguments.add(limit);
        arguments.add(filter.dataset().map(dataset -> dataset.value()).orElse(""));
        // A tag may be empty, so one that is asked for has a mark before it; the same holds for a key.
        arguments.add(filter.tag().map(tag -> "=" + tag).orElse(""));
        arguments.add(filter.code().map(code -> code.text()).orElse(""));
        arguments.add(query.width() == TaskQuery.Width.BRIEF ? "1" : "0");
        arguments.add(filter.endedBefore()
                .map(time -> Long.toString(time.toEpochMilli()))
                .orElse(""));
        arguments.add(filter.request().map(request -> "=" + request.key()).orElse(""));
        arguments.add(filter.request().map(IdempotencyKey::fingerprint).orElse(""));
        arguments.add(filter.name().map(name -> "=" + name).orElse(""));
        arguments.add(filter.since()
                .map(time -> Long.toString(
                        time.minusNanos(1).plus(1, ChronoUnit.MILLIS).toEpochMilli()))
                .orElse(""));
        arguments.add(filter.algorithms().size());
        arguments.addAll(filter.algorithms());
        filter.states().forEach(state -> arguments.add(state.name()));
        return arguments;
    }

    @Override
    public List<TaskRow> due(Due due) {
        return rows(
                switch (due) {
                    case Due.Claimable claimable ->
                        rows.read("claimable", claimable.kind().name(), claimable.limit());
                    case Due.Ahead ahead -> rows.read("ahead", ahead.kind().name(), ahead.priority(), ahead.limit());
                    case Due.Unpublished unpublished -> unpublished(unpublished);
                    case Due.Lapsed lapsed -> rows.read("lapsed", lapsed.limit());
                    case Due.Expired expired -> rows.read("expired", expired.limit());
                    case Due.Cancelling cancelling -> rows.read("cancelling", cancelling.owner(), cancelling.limit());
                    case Due.Finishing finishing -> rows.read("finishing", finishing.owner(), finishing.limit());
                    case Due.Unanswered unanswered ->
                        rows.read("unanswered", unanswered.protocol(), unanswered.limit());
                    case Due.Unlabelled unlabelled -> rows.write("unlabelled", unlabelled.limit());
                });
    }

    private @Nullable Object unpublished(Due.Unpublished due) {
        List<Object> arguments = new ArrayList<>(
                List.of(due.silence().toMillis(), due.limit(), due.grace().toMillis()));
        for (Group group : due.without()) {
            arguments.add((group.kind() == Group.Kind.DATASET ? "d" : "t") + group.name());
        }
        return rows.read("unpublished", arguments.toArray());
    }

    private static List<TaskRow> rows(@Nullable Object answer) {
        return Answer.list(answer).stream()
                .map(row -> TaskFields.row(Answer.fields(row)))
                .toList();
    }

    private static List<TaskRow> brief(Object answer) {
        return Answer.list(answer).stream()
                .map(row -> TaskFields.row(Answer.fields(row, TaskFields.BRIEF)))
                .toList();
    }

    @Override
    public TaskCounts counts() {
        TaskState[] states = TaskState.values();
        Object[] names = new Object[states.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = states[i].name();
        }
        List<Object> answer = Answer.list(rows.read("counts", names));
        Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
        for (TaskState state : states) {
            counts.put(state, Answer.number(answer.get(3 + state.ordinal())));
        }
        return new TaskCounts(
                counts,
                Answer.number(answer.get(0)),
                Answer.number(answer.get(1)),
                Duration.ofMillis(Answer.number(answer.get(2))));
    }

    @Override
    public boolean apply(Transition transition) {
        String id = transition.id().value();
        Object answer = switch (transition) {
            case Transition.Published published -> rows.write("published", id, published.turn());
            case Transition.Unpublish ignored -> rows.write("unpublish", id);
            case Transition.Expire expire ->
                rows.write(
                        "expire",
                        id,
                        expire.outcome().code().text(),
                        expire.outcome().detail());
            case Transition.Claim claim ->
                rows.write(
                        "claim",
                        id,
                        claim.epoch(),
                        claim.owner(),
                        claim.lease().toMillis(),
                        TaskFields.caps(claim.caps()));
            case Transition.Heartbeat beat -> beat(id, beat);
            case Transition.Complete complete -> complete(id, complete);
            case Transition.Fail fail -> fail(id, fail);
            case Transition.GiveBack back ->
                rows.write("giveback", id, back.epoch(), back.delay().toMillis(), back.counted() ? 0 : 1);
            case Transition.Stopped stopped -> rows.write("stopped", id, stopped.epoch());
            case Transition.Cancel ignored -> rows.write("cancel", id);
            case Transition.Finish ignored -> rows.write("finish", id);
            case Transition.Retry retry -> rows.write("retry", id, retry.delay().toMillis());
            case Transition.Mend mend -> mend(id, mend);
            case Transition.Answering next ->
                rows.write("answering", id, next.turn(), next.lease().toMillis());
            case Transition.Answered answered -> rows.write("answered", id, answered.turn());
            case Transition.Label label -> rows.write("label", id, label.version(), label.algorithm());
            case Transition.Remove ignored -> rows.write("remove", id);
        };
        return Answer.number(answer) == 1;
    }

    @Override
    public int markPublished(List<Transition.Published> marks) {
        int marked = 0;
        for (int from = 0; from < marks.size(); from += MARKS_AT_ONCE) {
            List<Object> arguments = new ArrayList<>();
            for (Transition.Published mark : marks.subList(from, Math.min(marks.size(), from + MARKS_AT_ONCE))) {
                arguments.add(mark.id().value());
                arguments.add(mark.turn());
            }
            marked += (int) Answer.number(rows.write("published_many", arguments.toArray()));
        }
        return marked;
    }

    private @Nullable Object beat(String id, Transition.Heartbeat beat) {
        Progress progress = beat.progress();
        return rows.write(
                "heartbeat",
                id,
                beat.epoch(),
                beat.lease().toMillis(),
                progress.fraction(),
                progress.stage(),
                progress.text());
    }

    private @Nullable Object complete(String id, Transition.Complete complete) {
        Outcome.Completed outcome = complete.outcome();
        Artifact artifact = outcome.artifact();
        return rows.write(
                "complete",
                id,
                complete.epoch(),
                artifact.key(),
                artifact.sha256(),
                artifact.size(),
                outcome.metrics(),
                complete.report(),
                complete.algorithm() == null ? "" : "=" + complete.algorithm());
    }

    private @Nullable Object fail(String id, Transition.Fail fail) {
        return rows.write(
                "fail",
                id,
                fail.epoch(),
                fail.outcome().code().text(),
                fail.outcome().detail());
    }

    private @Nullable Object mend(String id, Transition.Mend mend) {
        List<Object> arguments = new ArrayList<>(List.of(id, mend.epoch()));
        arguments.addAll(TaskFields.of(mend.spec(), mend.spec().runAt()));
        return rows.write("mend", arguments.toArray());
    }
}
