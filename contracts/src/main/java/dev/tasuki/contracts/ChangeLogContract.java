package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.FAILED;
import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every {@link ChangeLog} keeps: each change of each row once, in order, with any number of writers. */
@ExtendWith(NoThreadLeft.class)
public abstract class ChangeLogContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TaskId ID = new TaskId("m");
    private static final int WRITERS = 8;

    /** Rows and the log of their changes. */
    public record Ports(TaskStore tasks, ChangeLog log) {}

    private Fixture<Ports> fixture;
    private TaskStore store;
    private ChangeLog log;
    private long before;

    /** Empty rows for one test; versions may go on from those of tests before. */
    protected abstract Fixture<Ports> open() throws Exception;

    /** How many tasks are written at once by {@value #WRITERS} writers. */
    protected int many() {
        return 1000;
    }

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        store = fixture.port().tasks();
        log = fixture.port().log();
        store.accept(task("first"));
        before = store.find(new TaskId("first")).orElseThrow().version();
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    void aListenerInAnotherProcessIsToldOfAChange() throws Exception {
        ChangeLog elsewhere = fixture.another().map(Ports::log).orElse(log);
        BlockingQueue<Boolean> calls = new LinkedBlockingQueue<>();
        Optional<ChangeLog.Watching> watching = elsewhere.watch(() -> calls.add(true));
        assumeTrue(watching.isPresent(), "this store cannot tell of changes");
        try (ChangeLog.Watching told = watching.get()) {
            assertThat(told).isNotNull();
            assertThat(calls.poll(2, TimeUnit.MINUTES)).as("at the beginning").isTrue();
            store.accept(task("m"));
            do {
                assertThat(calls.poll(2, TimeUnit.MINUTES)).as("after a change").isTrue();
            } while (elsewhere.since(before, 10).changes().isEmpty());
        }
        calls.clear();
        store.apply(new Transition.Cancel(ID));
        assertThat(calls).as("after closing").isEmpty();
    }

    @Test
    void eachChangeOfATaskIsALineAndTheRowHasTheVersionOfTheLast() {
        TaskRow accepted = store.accept(task("m")).row();
        assertThat(store.find(ID)).contains(accepted);
        must(new Transition.Published(ID));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.Heartbeat(ID, 1, MINUTE, new Progress(0.5, "fitting", "half")));
        must(new Transition.GiveBack(ID, 1, Duration.ZERO, true));
        must(new Transition.Unpublish(ID));
        must(new Transition.Claim(ID, 1, "w", MINUTE));
        must(new Transition.Fail(ID, 2, FAILED));
        must(new Transition.Retry(ID));
        must(new Transition.Cancel(ID));
        must(new Transition.Mend(ID, 2, accepted.spec()));
        must(new Transition.Claim(ID, 3, "w", MINUTE));
        must(new Transition.Finish(ID));
        must(new Transition.Cancel(ID));
        must(new Transition.Stopped(ID, 4));
        must(new Transition.Retry(ID));
        must(new Transition.Claim(ID, 4, "w", MINUTE));
        must(TaskSamples.complete(ID, 5));

        List<Change> changes = all();
        assertThat(changes)
                .extracting(Change::kind)
                .containsExactly(
                        Change.Kind.RECEIVED,
                        Change.Kind.STARTED,
                        Change.Kind.RECEIVED,
                        Change.Kind.STARTED,
                        Change.Kind.ERROR,
                        Change.Kind.RECEIVED,
                        Change.Kind.CANCELLED,
                        Change.Kind.RECEIVED,
                        Change.Kind.STARTED,
                        Change.Kind.FINISH_REQUESTED,
                        Change.Kind.CANCEL_REQUESTED,
                        Change.Kind.CANCELLED,
                        Change.Kind.RECEIVED,
                        Change.Kind.STARTED,
                        Change.Kind.COMPLETED);
        assertThat(changes).extracting(Change::task).containsOnly(ID);
        assertThat(changes.getFirst().version()).isEqualTo(accepted.version());
        assertThat(changes.getLast().version())
                .isEqualTo(store.find(ID).orElseThrow().version());
        assertThat(log.span().newest()).isEqualTo(changes.getLast().version());
        must(new Transition.Remove(ID));
        assertThat(all().getLast().kind()).isEqualTo(Change.Kind.DELETED);
        assertThat(all()).hasSize(16);
    }

    @Test
    void whatChangesNoRowIsNoLine() {
        store.accept(task("m", "key", "a"));
        int lines = all().size();

        store.accept(task("m"));
        store.accept(task("M"));
        store.accept(task("other", "key", "a"));
        store.apply(new Transition.Fail(ID, 1, FAILED));
        store.apply(new Transition.Claim(ID, 7, "w", MINUTE));
        store.apply(new Transition.Remove(ID));
        store.apply(new Transition.Cancel(new TaskId("nobody")));

        assertThat(all()).hasSize(lines);
        store.accept(task("next"));
        assertThat(seenWithin()).extracting(Change::task).contains(new TaskId("next"));
    }

    @Test
    void aLineHasTheFactsOfItsTime() {
        TaskSpec spec = task("m", "d", List.of("red")).spec();
        TaskSpec named = new TaskSpec(
                spec.kind(),
                spec.payload(),
                spec.dataset(),
                spec.pin(),
                TaskSamples.UNICODE,
                spec.tags(),
                spec.runAt());
        TaskRow row = store.accept(new NewTask(ID, named, null)).row();
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.Fail(ID, 1, FAILED));
        must(new Transition.Retry(ID));
        must(new Transition.Claim(ID, 1, "w", MINUTE));
        must(TaskSamples.complete(ID, 2));

        List<Change.Facts> facts = all().stream().map(Change::facts).toList();
        assertThat(facts.getFirst()).isEqualTo(Change.Facts.of(row));
        assertThat(facts.getFirst().name()).isEqualTo(TaskSamples.UNICODE);
        assertThat(facts.get(2).error()).isEqualTo(FAILED);
        assertThat(facts.get(2).attempt()).isEqualTo(1);
        assertThat(facts.get(3).error()).isNull();
        assertThat(facts.get(3).attempt()).isZero();
        assertThat(facts.getLast()).isEqualTo(Change.Facts.of(store.find(ID).orElseThrow()));
        assertThat(facts.getLast().metrics()).isEqualTo(TaskSamples.COMPLETED.metrics());
    }

    @Test
    @Tag("bound:change_metrics")
    void metricsBeyondTheirBoundAreLeftOut() {
        int most = Limits.CHANGE_METRICS.intValue();
        for (int length : List.of(most, most + 1)) {
            TaskId id = new TaskId("m-" + length);
            store.accept(task(id.value()));
            must(new Transition.Claim(id, 0, "w", MINUTE));
            String metrics = "{\"r\":" + "1".repeat(length - 6) + "}";
            Artifact artifact = TaskSamples.COMPLETED.artifact();
            must(new Transition.Complete(id, 1, new Outcome.Completed(artifact, metrics), "{}"));

            assertThat(all().getLast().facts().metrics()).isEqualTo(length == most ? metrics : null);
        }
    }

    @Test
    @Tag("bound:change_detail")
    void anErrorsDetailIsCutBetweenLetters() {
        String most = "🎏".repeat(Limits.CHANGE_DETAIL.intValue());
        for (String detail : List.of(most, most + "🎏")) {
            TaskId id = new TaskId("m-" + detail.length());
            store.accept(task(id.value()));
            must(new Transition.Claim(id, 0, "w", MINUTE));
            must(new Transition.Fail(id, 1, new Outcome.Failed(RefusalCode.INVALID_DATASET, detail)));

            assertThat(all().getLast().facts())
                    .isEqualTo(Change.Facts.of(store.find(id).orElseThrow()));
            assertThat(all().getLast().facts().error())
                    .isEqualTo(new Outcome.Failed(RefusalCode.INVALID_DATASET, most));
        }
    }

    @Test
    void pagesAreOfTheSizeAskedForAndTheCursorMeetsEveryLineOnce() {
        for (int i = 0; i < 25; i++) {
            store.accept(task("m-" + i));
        }
        List<Change> walked = new ArrayList<>();
        long version = before;
        ChangePage page = log.since(version, 10);
        while (!page.changes().isEmpty()) {
            assertThat(page.changes()).hasSizeLessThanOrEqualTo(10);
            walked.addAll(page.changes());
            version = page.upTo();
            page = log.since(version, 10);
        }
        assertThat(walked)
                .extracting(change -> change.task().value())
                .hasSize(25)
                .doesNotHaveDuplicates();
        assertThat(page.upTo()).isEqualTo(version);
        assertThat(walked).isSortedAccordingTo((a, b) -> Long.compare(a.version(), b.version()));
    }

    @Test
    void theLinesOfOneTaskAreReadApart() {
        store.accept(task("m"));
        store.accept(task("other"));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.Fail(ID, 1, FAILED));

        ChangePage two = log.of(ID, 0, 2);
        assertThat(two.changes()).extracting(Change::kind).containsExactly(Change.Kind.RECEIVED, Change.Kind.STARTED);
        assertThat(log.of(ID, two.upTo(), 10).changes())
                .extracting(Change::kind)
                .containsExactly(Change.Kind.ERROR);
        assertThat(log.of(new TaskId("nobody"), 0, 10).changes()).isEmpty();
    }

    @Test
    @Tag("bound:changes")
    void oldLinesAreRemovedAndThoseBeyondABoundButNeverTheNewest() {
        store.accept(task("a"));
        TaskRow row = store.accept(task("b")).row();
        Instant time = row.times().created();
        assertThat(log.prune(time.minus(MINUTE), 3)).isZero();
        assertThat(log.prune(time.minus(MINUTE), 2)).isEqualTo(1);
        assertThat(log.span().oldest()).isGreaterThan(before);
        assertThat(log.span().lacks(before - 1)).isTrue();
        assertThat(log.span().lacks(before)).isFalse();

        assertThat(log.prune(time.plus(MINUTE), 1000)).isEqualTo(1);
        assertThat(log.span().oldest()).isEqualTo(row.version());
        assertThat(log.span().newest()).isEqualTo(row.version());
        TaskRow next = store.accept(task("c")).row();
        assertThat(next.version()).isGreaterThan(row.version());
    }

    @Test
    void eightWritersInPairsAndEveryTransitionIsReadOnceAndInTheOrderOfItsTask() throws Exception {
        AtomicInteger writing = new AtomicInteger(WRITERS);
        List<Change> read = new ArrayList<>();
        Together.run(WRITERS + 1, i -> () -> i == WRITERS ? read.addAll(readUntil(writing)) : write(i, writing));

        assertThat(read).extracting(Change::version).doesNotHaveDuplicates().isSorted();
        Map<TaskId, List<Change.Kind>> lives = read.stream()
                .collect(Collectors.groupingBy(
                        Change::task, Collectors.mapping(Change::kind, Collectors.toUnmodifiableList())));
        assertThat(lives).hasSize(many());
        assertThat(lives.values())
                .containsOnly(List.of(
                        Change.Kind.RECEIVED,
                        Change.Kind.STARTED,
                        Change.Kind.RECEIVED,
                        Change.Kind.STARTED,
                        Change.Kind.ERROR));
    }

    /** Two writers do the same to the same tasks: each change is made by one of them. */
    private boolean write(int writer, AtomicInteger writing) {
        TaskStore mine =
                writer % 2 == 0 ? store : fixture.another().map(Ports::tasks).orElse(store);
        try {
            for (int task = writer / 2; task < many(); task += WRITERS / 2) {
                TaskId id = new TaskId("t-" + task);
                mine.accept(task(id.value()));
                mine.apply(new Transition.Published(id));
                mine.apply(new Transition.Claim(id, 0, "w", MINUTE));
                mine.apply(new Transition.Heartbeat(id, 1, MINUTE, Progress.NONE));
                mine.apply(new Transition.GiveBack(id, 1, Duration.ZERO, true));
                mine.apply(new Transition.Claim(id, 1, "w", MINUTE));
                mine.apply(new Transition.Fail(id, 2, FAILED));
            }
            return true;
        } finally {
            writing.decrementAndGet();
        }
    }

    /** Reads while others write, as a tailer does, and to the end once they have done. */
    private List<Change> readUntil(AtomicInteger writing) {
        List<Change> read = new ArrayList<>();
        long version = before;
        long deadline = System.nanoTime() + MINUTE.toNanos();
        while (System.nanoTime() < deadline) {
            boolean ended = writing.get() == 0;
            ChangePage page = log.since(version, 200);
            read.addAll(page.changes());
            version = page.upTo();
            if (ended && version >= log.span().newest()) {
                return read;
            }
        }
        throw new AssertionError("the log was not read to its end within a minute; read up to " + version
                + ", it goes to " + log.span().newest());
    }

    private void must(Transition transition) {
        assertThat(store.apply(transition)).as("%s", transition).isTrue();
    }

    private List<Change> all() {
        return log.since(before, 1000).changes();
    }

    /** A race that was lost may leave a gap, which passes when its transaction has ended. */
    private List<Change> seenWithin() {
        fixture.advance(Duration.ofSeconds(11));
        return all();
    }
}
