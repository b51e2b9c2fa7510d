package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.request.AliasRequest;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.task.AliasAnswer;
import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.AliasMove;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelAlias;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.ModelRef;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameTableTest {
    private static final ModelName SALES = new ModelName("sales");
    private static final ModelAlias CHAMPION = ModelAlias.CHAMPION;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MemoryTaskStore store = new MemoryTaskStore(new MovableClock());
    private final Counted names = new Counted(store.names());
    private final ChangeTailer tailer = new ChangeTailer(store.changes(), () -> true);
    private final NameTable table = new NameTable(names, Runnable::run);
    private final Names use = new Names(names, table);

    /** Counts what the store is asked, and may be away. */
    private static final class Counted implements ModelNames {
        private final ModelNames inner;
        private int asked;
        private boolean away;

        private Counted(ModelNames inner) {
            this.inner = inner;
        }

        private ModelNames ask() {
            asked++;
            if (away) {
                throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "away", MINUTE);
            }
            return inner;
        }

        @Override
        public List<NamedModel> all() {
            return ask().all();
        }

        @Override
        public Optional<NamedModel> find(ModelName name) {
            return ask().find(name);
        }

        @Override
        public List<ModelVersion> versions(ModelName name, long before, int limit) {
            return ask().versions(name, before, limit);
        }

        @Override
        public Map<TaskId, ModelNumber> numbers(List<TaskId> models) {
            return ask().numbers(models);
        }

        @Override
        public List<AliasLine> history(ModelName name) {
            return ask().history(name);
        }

        @Override
        public AliasAnswer move(AliasMove move) {
            return ask().move(move);
        }
    }

    private void follow() {
        tailer.listenToEach(table::hear);
        tailer.look();
        table.load();
    }

    @Test
    void aNameMeansItsChampionElseItsLatestAndNoMeaningIsAskedFor() {
        completed("a", "sales");
        completed("b", "sales");
        follow();
        int asked = names.asked;
        assertThat(means("sales")).isEqualTo("b");
        assertThat(means("SALES@latest")).isEqualTo("b");
        assertThat(means("sales@2")).isEqualTo("b");
        assertThat(means("6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11")).isEqualTo("6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11");
        assertThat(names.asked).isEqualTo(asked);

        // Another process moves it: the log tells.
        store.names().move(new AliasMove(SALES, CHAMPION, null, 1, new AliasMove.Source(AliasMove.How.SET, null)));
        tailer.look();
        int heard = names.asked;
        assertThat(means("sales")).isEqualTo("a");
        assertThat(means("sales@champion")).isEqualTo("a");
        assertThat(means("sales@latest")).isEqualTo("b");
        assertThat(names.asked).isEqualTo(heard);
    }

    @Test
    void theLogTellsOfNewVersionsAndOfThoseThatAreGone() {
        follow();
        completed("a", "sales");
        tailer.look();
        assertThat(means("sales")).isEqualTo("a");
        completed("b", "sales");
        tailer.look();
        assertThat(means("sales")).isEqualTo("b");
        assertThat(store.apply(new Transition.Remove(new TaskId("b")))).isTrue();
        tailer.look();
        assertThat(means("sales")).isEqualTo("a");
        assertThat(store.apply(new Transition.Remove(new TaskId("a")))).isTrue();
        tailer.look();
        assertThat(means("sales")).as("an id that there is not").isEqualTo("sales");
    }

    @Test
    void anIdWinsOverAName() {
        completed("a", "sales");
        follow();
        assertThat(means("sales")).isEqualTo("a");
        accept("Sales", null);
        tailer.look();
        assertThat(means("sales")).isEqualTo("sales");
        assertThat(means("sales@latest")).isEqualTo("a");
        store.apply(new Transition.Cancel(new TaskId("Sales")));
        store.apply(new Transition.Remove(new TaskId("Sales")));
        tailer.look();
        assertThat(means("sales")).isEqualTo("a");
    }

    @Test
    void whatChangedWhileTheStoreWasAwayIsReadLater() {
        completed("a", "sales");
        follow();
        names.away = true;
        completed("b", "sales");
        tailer.look();
        table.turn();
        assertThat(means("sales")).isEqualTo("a");
        names.away = false;
        table.turn();
        assertThat(means("sales")).isEqualTo("b");
    }

    @Test
    void whatTheTableDoesNotKnowIsLookedForBeforeItIsRefused() {
        assertThatThrownBy(() -> use.id(ModelRef.of("sales@1")))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("no model named sales");
        completed("a", "sales");
        completed("b", "sales");
        assertThat(use.id(ModelRef.of("sales@latest")).value()).isEqualTo("b");
        assertThat(use.id(ModelRef.of("sales@1")).value()).isEqualTo("a");
        assertThatThrownBy(() -> use.id(ModelRef.of("sales@7"))).hasMessageContaining("no version 7; its latest is 2");
        assertThatThrownBy(() -> use.id(ModelRef.of("sales@nope")))
                .hasMessageContaining("no alias nope; it has latest");
        completed("c", "other");
        assertThat(use.id(ModelRef.of("other")).value()).as("a bare name").isEqualTo("c");
    }

    @Test
    @Tag("bound:versions_known")
    void anOlderVersionIsAskedForOnceUnlessThereAreMany() {
        int most = Limits.VERSIONS_KNOWN.intValue();
        for (int i = 1; i <= most + 2; i++) {
            completed("m" + i, "sales");
        }
        follow();
        assertThat(askedForAgain(most)).isZero();
        assertThat(askedForAgain(most + 1)).isPositive();
    }

    /** How often the store is asked if this number of versions is asked for a second time. */
    private int askedForAgain(int versions) {
        for (int i = 1; i <= versions; i++) {
            assertThat(use.id(ModelRef.of("sales@" + i)).value()).isEqualTo("m" + i);
        }
        int asked = names.asked;
        for (int i = 1; i <= versions; i++) {
            use.id(ModelRef.of("sales@" + i));
        }
        return names.asked - asked;
    }

    @Test
    @Tag("bound:model_names")
    void oneNameMoreThanAllowedGetsNoVersion() {
        int most = Limits.MODEL_NAMES.intValue();
        for (int i = 0; i < most; i++) {
            completed("m" + i, "name-" + i);
        }
        assertThat(store.names().find(new ModelName("name-" + (most - 1)))).isPresent();
        completed("beyond", "beyond");
        assertThat(store.names().find(new ModelName("beyond"))).isEmpty();
        completed("again", "name-0");
        assertThat(store.names()
                        .find(new ModelName("name-0"))
                        .orElseThrow()
                        .latest()
                        .number())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model_id\":\"sales\",\"input_data\":{\"a\":1}}",
                "{ \"input_data\" : [{\"é\": \"襷\", \"model_id\": \"sales\"}] , \"model_id\" : \"sales@1\" }",
                "{\"dataset_id\":null,\"model_id\":\"s\\u0061les\\u0040champion\",\"input_data\":{}}"
            })
    void theMessageHasTheIdInPlaceOfTheName(String body) {
        completed("6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11", "sales");
        store.names().move(new AliasMove(SALES, CHAMPION, null, 1, new AliasMove.Source(AliasMove.How.SET, null)));
        follow();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        NameReading reading = new NameReading(table);
        PredictRequest request = PredictRequest.parse(bytes, Deadline.NEVER, reading);
        assertThat(reading.missed()).isFalse();
        assertThat(request.model().value()).isEqualTo("6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11");
        String message = new String(reading.message(bytes), StandardCharsets.UTF_8);
        int at = body.lastIndexOf("\"model_id\"");
        int value = body.indexOf('"', at + "\"model_id\"".length());
        int end = body.indexOf('"', value + 1);
        assertThat(message)
                .isEqualTo(body.substring(0, value) + "\"6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11\""
                        + body.substring(end + 1));
        assertThat(PredictRequest.parse(reading.message(bytes)).rows()).isEqualTo(request.rows());
    }

    @Test
    void aMessageHasNoNames() {
        byte[] named = "{\"model_id\":\"sales@1\",\"input_data\":{}}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PredictRequest.parse(named)).isInstanceOf(InvalidRequest.class);
        byte[] id = "{\"model_id\":\"m\",\"input_data\":{}}".getBytes(StandardCharsets.UTF_8);
        NameReading reading = new NameReading(table);
        PredictRequest.parse(id, Deadline.NEVER, reading);
        assertThat(reading.message(id)).isSameAs(id);
    }

    @Test
    void rollingBackGoesFurtherBackEachTimeAndPassesOverWhatIsGone() {
        for (int i = 1; i <= 5; i++) {
            completed("m" + i, "sales");
        }
        for (long version : new long[] {1, 2, 3, 4, 5}) {
            use.set(SALES, CHAMPION, new AliasRequest(version, null, "me"));
        }
        assertThat(use.rollback(SALES, CHAMPION, null, null).version()).isEqualTo(4);
        store.apply(new Transition.Remove(new TaskId("m3")));
        AliasView second = use.rollback(SALES, CHAMPION, 4L, "me");
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.model()).isEqualTo(new ModelId("m2"));
        assertThat(second.before()).isEqualTo(4);
        assertThat(means("sales")).as("at once in this process").isEqualTo("m2");
        assertThat(use.rollback(SALES, CHAMPION, null, null).version()).isEqualTo(1);
        assertThatThrownBy(() -> use.rollback(SALES, CHAMPION, null, null))
                .isInstanceOf(NotReady.class)
                .extracting(refusal -> ((NotReady) refusal).code())
                .isEqualTo(RefusalCode.WRONG_STATE);
        use.set(SALES, CHAMPION, new AliasRequest(5, 1L, null));
        assertThat(use.rollback(SALES, CHAMPION, null, null).version()).isEqualTo(1);
    }

    @Test
    void anAliasThatWasDeletedByMistakeIsRolledBack() {
        completed("a", "sales");
        use.set(SALES, CHAMPION, new AliasRequest(1, 0L, null));
        use.delete(SALES, CHAMPION, 1L, null);
        assertThat(use.rollback(SALES, CHAMPION, 0L, null).version()).isEqualTo(1);
    }

    @Test
    void whatIsInTheWayOfAnAliasIsSaid() {
        assertThatThrownBy(() -> use.set(SALES, CHAMPION, new AliasRequest(1, null, null)))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("no model named sales");
        completed("a", "sales");
        assertThatThrownBy(() -> use.set(SALES, CHAMPION, new AliasRequest(2, null, null)))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("its latest is 1");
        assertThatThrownBy(() -> use.set(SALES, CHAMPION, new AliasRequest(1, 3L, null)))
                .isInstanceOf(NotReady.class)
                .hasMessageContaining("is not set, and version 3 was expected");
        use.set(SALES, CHAMPION, new AliasRequest(1, null, null));
        assertThatThrownBy(() -> use.rollback(SALES, CHAMPION, 3L, null))
                .hasMessageContaining("is version 1, and version 3 was expected");
        assertThatThrownBy(() -> use.delete(SALES, new ModelAlias("nope"), null, null))
                .isInstanceOf(NotFound.class);
    }

    private String means(String ref) {
        return table.known(ModelRef.of(ref)).orElseThrow().value();
    }

    private void completed(String id, String name) {
        accept(id, name);
        TaskId task = new TaskId(id);
        assertThat(store.apply(new Transition.Claim(task, 0, "w", MINUTE))).isTrue();
        Outcome.Completed made = new Outcome.Completed(new Artifact("k", "ab".repeat(32), 1), "{}");
        assertThat(store.apply(new Transition.Complete(task, 1, made, "{}"))).isTrue();
    }

    private void accept(String id, @Nullable String name) {
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("d"), null, name, List.of(), Instant.EPOCH);
        store.accept(new NewTask(new TaskId(id), spec, null));
    }
}
