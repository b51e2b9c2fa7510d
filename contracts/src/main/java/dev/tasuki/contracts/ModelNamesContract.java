package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.AliasAnswer;
import dev.tasuki.core.task.AliasAnswer.Result;
import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.AliasMove;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelAlias;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all {@link ModelNames} keep: numbers in order and never twice, and aliases that change one after another. */
@ExtendWith(NoThreadLeft.class)
public abstract class ModelNamesContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ModelName SALES = new ModelName("sales");
    private static final ModelAlias CHAMPION = ModelAlias.CHAMPION;
    private static final AliasMove.Source ME = new AliasMove.Source(AliasMove.How.SET, "me " + TaskSamples.UNICODE);
    private static final int WRITERS = 8;

    /** Rows, the names of their models, and the log of their changes. */
    public record Ports(TaskStore tasks, ModelNames names, ChangeLog log) {}

    private Fixture<Ports> fixture;
    private TaskStore store;
    private ModelNames names;
    private ModelNames elsewhere;

    /** No rows and no names. */
    protected abstract Fixture<Ports> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        store = fixture.port().tasks();
        names = fixture.port().names();
        elsewhere = fixture.another().map(Ports::names).orElse(names);
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    void eachCompletedTrainingOfANameIsItsNextVersion() {
        assertThat(names.all()).isEmpty();
        assertThat(names.find(SALES)).isEmpty();
        accept("a", "Sales");
        assertThat(names.find(SALES)).as("in training").isEmpty();
        complete("a");
        completed("b", "sales");
        completed("c", "other");

        NamedModel sales = elsewhere.find(new ModelName("SALES")).orElseThrow();
        assertThat(sales.name()).isEqualTo(new ModelName("Sales"));
        assertThat(sales.latest().number()).isEqualTo(2);
        assertThat(sales.latest().model()).isEqualTo(new TaskId("b"));
        assertThat(sales.latest().at()).isAfter(Instant.EPOCH);
        assertThat(sales.aliases()).isEmpty();
        assertThat(sales.alsoAnId()).isFalse();
        assertThat(sales.standard()).isEqualTo(sales.latest());
        assertThat(elsewhere.all())
                .extracting(named -> named.name().value())
                .containsExactlyInAnyOrder("Sales", "other");
        assertThat(elsewhere.versions(SALES, Long.MAX_VALUE, 10))
                .extracting(ModelVersion::number)
                .containsExactly(2L, 1L);
        assertThat(names.versions(SALES, 2, 10)).extracting(ModelVersion::model).containsExactly(new TaskId("a"));
        assertThat(names.versions(SALES, Long.MAX_VALUE, 1)).hasSize(1);
        assertThat(names.numbers(List.of(new TaskId("a"), new TaskId("b"), new TaskId("c"), new TaskId("none"))))
                .hasSize(3)
                .containsEntry(new TaskId("a"), new ModelNumber(1, List.of()))
                .containsEntry(new TaskId("b"), new ModelNumber(2, List.of()));
    }

    @Test
    void aTrainingThatFailsOrHasNoSuchNameGetsNone() {
        accept("failed", "sales");
        must(new Transition.Claim(new TaskId("failed"), 0, "w", MINUTE));
        must(new Transition.Fail(new TaskId("failed"), 1, TaskSamples.FAILED));
        completed("unnamed", null);
        completed("label", "nightly run");
        completed("long", "x".repeat(129));
        completed("longest", "x".repeat(128));
        assertThat(names.all()).extracting(named -> named.name().value()).containsExactly("x".repeat(128));
    }

    @Test
    void theRunThatLostItsLeaseGivesNoNumber() {
        accept("a", "sales");
        must(new Transition.Claim(new TaskId("a"), 0, "w", MINUTE));
        assertThat(store.apply(TaskSamples.complete(new TaskId("a"), 7))).isFalse();
        assertThat(names.find(SALES)).isEmpty();
        must(TaskSamples.complete(new TaskId("a"), 1));
        assertThat(store.apply(TaskSamples.complete(new TaskId("a"), 1))).isFalse();
        assertThat(latest()).isEqualTo(1);
    }

    @Test
    void aNumberIsNotGivenAgainWhenItsModelIsRemoved() {
        completed("a", "sales");
        completed("b", "sales");
        must(new Transition.Remove(new TaskId("b")));
        assertThat(latest()).isEqualTo(1);
        completed("c", "sales");
        assertThat(latest()).isEqualTo(3);
        must(new Transition.Remove(new TaskId("a")));
        must(new Transition.Remove(new TaskId("c")));
        assertThat(names.find(SALES)).isEmpty();
        assertThat(names.all()).isEmpty();
        completed("d", "sales");
        assertThat(latest()).isEqualTo(4);
    }

    @Test
    void manyTrainingsAtOnceGetDifferentNumbers() throws Exception {
        int each = 10;
        Together.run(WRITERS, i -> () -> {
            for (int n = 0; n < each; n++) {
                completed("w" + i + "-" + n, n % 2 == 0 ? "sales" : "Sales");
            }
            return true;
        });
        assertThat(names.versions(SALES, Long.MAX_VALUE, 1000))
                .extracting(ModelVersion::number)
                .containsExactlyElementsOf(LongStream.iterate(WRITERS * each, n -> n > 0, n -> n - 1)
                        .boxed()
                        .toList());
    }

    @Test
    void anAliasIsSetMovedAndDeleted() {
        completed("a", "sales");
        completed("b", "sales");
        assertThat(move(0L, 1)).isEqualTo(new AliasAnswer(Result.MOVED, 0));
        assertThat(elsewhere.find(SALES).orElseThrow().standard().model()).isEqualTo(new TaskId("a"));
        assertThat(move(null, 1)).as("nothing to do").isEqualTo(new AliasAnswer(Result.MOVED, 1));
        assertThat(move(1L, 2)).isEqualTo(new AliasAnswer(Result.MOVED, 1));
        assertThat(names.numbers(List.of(new TaskId("b"))))
                .containsEntry(new TaskId("b"), new ModelNumber(2, List.of("champion")));
        assertThat(move(2L, 0)).isEqualTo(new AliasAnswer(Result.MOVED, 2));
        assertThat(names.find(SALES).orElseThrow().aliases()).isEmpty();
        assertThat(elsewhere.history(new ModelName("Sales")))
                .extracting(AliasLine::version)
                .containsExactly(0L, 2L, 1L);
        AliasLine first = names.history(SALES).getLast();
        assertThat(first.alias()).isEqualTo("champion");
        assertThat(first.how()).isEqualTo(AliasMove.How.SET);
        assertThat(first.by()).isEqualTo(ME.by());
        assertThat(first.at()).isAfter(Instant.EPOCH);
        assertThat(names.history(new ModelName("other"))).isEmpty();
    }

    @Test
    void whatIsInTheWayIsTold() {
        assertThat(move(null, 1)).as("no name").isEqualTo(new AliasAnswer(Result.NO_VERSION, 0));
        completed("a", "sales");
        assertThat(move(null, 2)).isEqualTo(new AliasAnswer(Result.NO_VERSION, 0));
        assertThat(move(1L, 1)).isEqualTo(new AliasAnswer(Result.CONFLICT, 0));
        assertThat(move(null, 0)).isEqualTo(new AliasAnswer(Result.NO_ALIAS, 0));
        move(null, 1);
        assertThat(move(0L, 1)).isEqualTo(new AliasAnswer(Result.CONFLICT, 1));
        assertThat(move(2L, 0)).isEqualTo(new AliasAnswer(Result.CONFLICT, 1));
        assertThat(names.history(SALES)).hasSize(1);
    }

    @Test
    void ofManyWhoExpectTheSameOneWins() throws Exception {
        completed("a", "sales");
        for (int i = 0; i < WRITERS; i++) {
            completed("m" + i, "sales");
        }
        move(null, 1);
        AtomicInteger moved = new AtomicInteger();
        Together.run(WRITERS, i -> () -> {
            ModelNames mine = i % 2 == 0 ? names : elsewhere;
            AliasAnswer answer = mine.move(new AliasMove(SALES, CHAMPION, 1L, 2 + i, ME));
            if (answer.result() == Result.MOVED) {
                moved.incrementAndGet();
            }
            return true;
        });
        assertThat(moved.get()).isEqualTo(1);
        assertThat(names.history(SALES)).hasSize(2);
    }

    @Test
    void aModelUnderAnAliasIsNotRemoved() {
        completed("a", "sales");
        completed("b", "sales");
        move(null, 1);
        assertThat(store.apply(new Transition.Remove(new TaskId("a")))).isFalse();
        assertThat(store.find(new TaskId("a"))).isPresent();
        assertThat(names.versions(SALES, 2, 1)).hasSize(1);
        move(null, 2);
        must(new Transition.Remove(new TaskId("a")));
        assertThat(move(null, 1)).isEqualTo(new AliasAnswer(Result.NO_VERSION, 2));
    }

    @Test
    void anAliasThatIsMovedWhileItsModelIsRemovedPointsToAModel() throws Exception {
        List<String> models = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            models.add("m" + i);
            completed("m" + i, "sales");
        }
        Together.run(2, who -> () -> {
            for (int i = 0; i < models.size() - 1; i++) {
                if (who == 0) {
                    store.apply(new Transition.Remove(new TaskId(models.get(i))));
                } else {
                    elsewhere.move(new AliasMove(SALES, CHAMPION, null, i + 1, ME));
                }
            }
            return true;
        });
        names.find(SALES)
                .orElseThrow()
                .aliases()
                .values()
                .forEach(version -> assertThat(store.find(version.model())).isPresent());
        assertThat(names.versions(SALES, Long.MAX_VALUE, 100))
                .allSatisfy(version -> assertThat(store.find(version.model())).isPresent());
    }

    @Test
    void aModelWithTheNameAsItsIdIsTold() {
        completed("a", "sales");
        assertThat(names.find(SALES).orElseThrow().alsoAnId()).isFalse();
        accept("SALES", null);
        assertThat(elsewhere.find(SALES).orElseThrow().alsoAnId()).isTrue();
        assertThat(names.all().getFirst().alsoAnId()).isTrue();
    }

    @Test
    void eachChangeOfAnAliasIsALineOfTheModelsLog() {
        completed("a", "sales");
        completed("b", "sales");
        ChangeLog log = fixture.port().log();
        long before = log.span().newest();
        move(null, 2);
        move(null, 1);
        move(null, 1);
        move(null, 0);
        List<Change> changes = log.since(before, 100).changes();
        assertThat(changes).extracting(Change::kind).containsOnly(Change.Kind.ALIAS_CHANGED);
        assertThat(changes).extracting(change -> change.task().value()).containsExactly("b", "a", "a");
        assertThat(changes)
                .extracting(change -> change.facts().alias())
                .containsExactly(
                        new Change.AliasFacts("champion", 0, 2, ME.by()),
                        new Change.AliasFacts("champion", 2, 1, ME.by()),
                        new Change.AliasFacts("champion", 1, 0, ME.by()));
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.facts().name()).isEqualTo("sales");
            assertThat(change.facts().metrics()).isEqualTo(TaskSamples.COMPLETED.metrics());
        });
        assertThat(store.find(new TaskId("a")).orElseThrow().version())
                .isEqualTo(changes.getLast().version());
    }

    @Test
    @Tag("bound:model_aliases")
    void aNameHasSoManyAliases() {
        completed("a", "sales");
        long most = Limits.MODEL_ALIASES.value();
        for (int i = 0; i < most; i++) {
            assertThat(set("alias-" + i).result()).isEqualTo(Result.MOVED);
        }
        assertThat(set("one-more").result()).isEqualTo(Result.TOO_MANY);
        assertThat(set("alias-0").result()).as("one that there is").isEqualTo(Result.MOVED);
        assertThat(names.find(SALES).orElseThrow().aliases()).hasSize((int) most);
    }

    @Test
    @Tag("bound:alias_history")
    void theLastChangesAreRemembered() {
        completed("a", "sales");
        completed("b", "sales");
        int most = Limits.ALIAS_HISTORY.intValue();
        for (int i = 0; i < most; i++) {
            move(null, 1 + i % 2);
        }
        assertThat(names.history(SALES)).hasSize(most);
        move(null, 0);
        List<AliasLine> history = names.history(SALES);
        assertThat(history).hasSize(most);
        assertThat(history.getFirst().version()).isZero();
        assertThat(history.getLast().version()).as("the first is gone").isEqualTo(2);
    }

    private AliasAnswer set(String alias) {
        return names.move(new AliasMove(SALES, new ModelAlias(alias), null, 1, ME));
    }

    private AliasAnswer move(@Nullable Long expected, long version) {
        return names.move(new AliasMove(SALES, CHAMPION, expected, version, ME));
    }

    private long latest() {
        return names.find(SALES)
                .map(NamedModel::latest)
                .map(ModelVersion::number)
                .orElse(0L);
    }

    private void completed(String id, @Nullable String name) {
        accept(id, name);
        complete(id);
    }

    private void accept(String id, @Nullable String name) {
        TaskSpec spec =
                new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("diabetes"), null, name, List.of(), Instant.EPOCH);
        store.accept(new NewTask(new TaskId(id), spec, null));
    }

    private void complete(String id) {
        must(new Transition.Claim(new TaskId(id), 0, "w", MINUTE));
        must(TaskSamples.complete(new TaskId(id), 1));
    }

    private void must(Transition transition) {
        assertThat(store.apply(transition)).as("%s", transition).isTrue();
    }
}
