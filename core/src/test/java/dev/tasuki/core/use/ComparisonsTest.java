package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.ModelRef;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What reports say of each other. */
final class ComparisonsTest {
    private static final String SAME =
            "\"dataset\":{\"id\":\"d\",\"rows\":9,\"sha256\":\"ab\"},\"target\":\"y\",\"split\":{\"test_size\":0.2}";

    private final MovableClock clock = new MovableClock();
    private final MemoryTaskStore store = new MemoryTaskStore(clock);
    private final Comparisons comparisons = new Comparisons(
            new Models(store, new MemoryObjectStore(clock), Keys.STANDARD, clock),
            new Names(store.names(), new NameTable(store.names(), Runnable::run)));

    private void accept(String id, String request) {
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, request, new DatasetId("d"), null, null, List.of(), Instant.EPOCH);
        store.accept(new NewTask(new TaskId(id), spec, null));
    }

    private void trained(String id, String request, String report) {
        accept(id, request);
        TaskId task = new TaskId(id);
        assertThat(store.apply(new Transition.Claim(task, 0, "w", Duration.ofMinutes(1))))
                .isTrue();
        Outcome.Completed made = new Outcome.Completed(new Artifact("k", "ab".repeat(32), 1), "{}");
        assertThat(store.apply(new Transition.Complete(task, 1, made, report))).isTrue();
    }

    private Comparison compare(String... ids) {
        return comparisons.of(Stream.of(ids).map(ModelRef::of).toList());
    }

    private static String folds(String... ofFolds) {
        StringBuilder table = new StringBuilder();
        for (String one : ofFolds) {
            String[] parts = one.split(":", 2);
            table.append(table.isEmpty() ? "" : ",")
                    .append("{\"fold\":%s,\"metrics\":{\"rmse\":%s}}".formatted(parts[0], parts[1]));
        }
        return ",\"cv\":{\"folds\":4,\"splitter\":\"KFold\",\"table\":[" + table + "]}";
    }

    private static String measured(String metrics) {
        return ",\"evaluation\":{\"metrics\":" + metrics + ",\"baseline\":{\"metrics\":{\"rmse\":9.5}}}";
    }

    /** A training that was to finish early lacks folds; those with the same number are beside each other. */
    @Test
    void foldsArePairedByTheirNumber() {
        trained("a", "{}", "{" + SAME + measured("{\"rmse\":3.5}") + folds("1:5", "2:2", "4:7") + "}");
        trained("b", "{}", "{" + SAME + measured("{\"rmse\":4.0}") + folds("2:3", "3:1", "4:6") + "}");
        trained("c", "{}", "{" + SAME + measured("{\"rmse\":9.0}") + "}");

        Comparison three = compare("c", "b", "a");

        assertThat(three.same()).isEqualTo(new Comparison.Sameness(true, true, false));
        assertThat(three.judgedBy()).isEqualTo("rmse");
        assertThat(three.lead()).isEqualTo(new Comparison.Lead(2, 1, 0.5, 2, 1));
        assertThat(three.metrics().getFirst().dummy()).hasToString("9.5");
        assertThat(compare("a", "b").same().folds()).isTrue();
    }

    @Test
    void nothingIsJudgedWithoutACommonMetric() {
        trained("a", "{}", "{" + SAME + measured("{\"rmse\":3.5,\"score\":1}") + "}");
        trained("b", "{}", "{" + SAME + measured("{\"rmse\":null,\"score\":2}") + "}");

        Comparison comparison = compare("a", "b");

        assertThat(comparison.judgedBy()).isNull();
        assertThat(comparison.lead()).isNull();
        assertThat(comparison.metrics()).extracting(Comparison.Figure::name).containsExactly("rmse", "score");
        assertThat(comparison.metrics().get(1).greaterIsBetter()).isNull();
    }

    /** What a program of somebody else reports may say nothing of its rows: then they are not taken for equal. */
    @Test
    void whatIsNotToldIsNotTheSame() {
        trained("a", "{}", "{\"metrics\":{\"rmse\":1}}");
        trained("b", "{}", "{\"metrics\":{\"rmse\":1}}");

        assertThat(compare("a", "b").same()).isEqualTo(new Comparison.Sameness(false, false, false));
    }

    @Test
    void aParameterOfOneAlgorithmIsToldIfItWasRequested() {
        String deep = "{" + SAME + ",\"algorithm\":\"A\",\"params\":{\"depth\":3,\"leaves\":5}}";
        String plain = "{" + SAME + ",\"algorithm\":\"B\",\"params\":{\"alpha\":1.0}}";
        trained("a", "{\"params\":{\"depth\":3},\"preprocess\":\"none\"}", deep);
        trained("b", "{}", plain);

        assertThat(compare("a", "b").differs())
                .extracting(one -> one.setting() + one.values())
                .containsExactly("algorithm[\"A\", \"B\"]", "preprocess[\"none\", null]", "depth[3, null]");
    }

    @Test
    void allThatIsNotThereIsNamedAtOnce() {
        trained("a", "{}", "{" + SAME + "}");
        accept("waits", "{}");
        accept("too", "{}");

        NotFound unknown = catchThrowableOfType(NotFound.class, () -> compare("x", "waits", "a", "y"));
        assertThat(unknown.code()).isEqualTo(RefusalCode.MODEL_NOT_FOUND);
        assertThat(unknown.detail()).startsWith("there is no model x; model waits is not ready");
        assertThat(unknown.detail()).endsWith("; there is no model y");
        NotReady early = catchThrowableOfType(NotReady.class, () -> compare("waits", "a", "too"));
        assertThat(early.code()).isEqualTo(RefusalCode.MODEL_NOT_READY);
        assertThat(early.detail()).contains("model waits is", "model too is");
        assertThat(early.retryAfter()).contains(Duration.ofSeconds(2));
    }
}
