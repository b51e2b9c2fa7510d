package dev.tasuki.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tasuki.core.Rig;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.fit.Learned;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.fit.TrainHandler;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.use.Backlog;
import dev.tasuki.core.use.Publishing;
import dev.tasuki.core.use.Retries;
import dev.tasuki.core.use.Trainings;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.tree.NodeBudget;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a training may cost, and where it is refused that costs more. */
class FitCostsTest {
    private static final long MEGABYTE = 1 << 20;

    private final Rig rig = new Rig();

    @BeforeEach
    void sample() {
        rig.datasets.installSample();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @Tag("bound:fit_memory")
    void aTrainingIsAcceptedUpToItsEstimateAndRefusedAByteBelow() {
        TrainRequest request = request("\"params\":{\"n_estimators\":20000,\"max_depth\":null}");
        long needed = new FitCosts(rig.datasets, bounds(Long.MAX_VALUE - 1))
                .reserve(request, pin(request), RunControl.NONE)
                .bytes();

        trainings(needed).submit(request, null);
        assertThatThrownBy(() -> trainings(needed - 1).submit(request, null))
                .asInstanceOf(type(InvalidRequest.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY))
                .satisfies(refusal -> assertThat(refusal.fields()).isEmpty())
                .extracting(InvalidRequest::detail)
                .asString()
                .matches("the training would need about \\d+ MB of memory for 20,000 trees of unlimited depth over"
                        + " 442 rows and 9 features; allowed are \\d+ MB \\(--max-fit-memory\\): up to"
                        + " n_estimators=19000 or max_depth=7 would fit; or raise --max-fit-memory");
    }

    @Test
    void whatIsSaidToFitFits() {
        long memory = 100 * MEGABYTE;
        FitCosts costs = new FitCosts(rig.datasets, bounds(memory));
        TrainRequest large = request("\"params\":{\"n_estimators\":100000,\"max_depth\":null}");
        assertThatThrownBy(() -> costs.check(large, pin(large)))
                .hasMessageContaining("n_estimators=2200 or max_depth=2");

        for (String params :
                new String[] {"\"n_estimators\":2200,\"max_depth\":null", "\"n_estimators\":100000,\"max_depth\":2"}) {
            TrainRequest fitting = request("\"params\":{" + params + "}");
            costs.check(fitting, pin(fitting));
        }
    }

    @Test
    void aRetryWithChangesIsRefusedToo() {
        TaskRow row = rig.trainings.submit(request("\"tags\":[]"), null);
        rig.rows.apply(new Transition.Cancel(row.id()));
        Retries retries = new Retries(rig.rows, new Trainings.Material(rig.datasets, costs(100 * MEGABYTE)), rig.clock);

        assertThatThrownBy(() ->
                        retries.mended(row.id(), Rig.utf8("{\"params\":{\"n_estimators\":100000,\"max_depth\":null}}")))
                .asInstanceOf(type(InvalidRequest.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY));
        assertThat(rig.rows.find(row.id()).orElseThrow().state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void aConsumerRefusesWhatNobodyRefusedBefore() {
        TaskRow row = rig.trainings.submit(request("\"params\":{\"n_estimators\":100000,\"max_depth\":null}"), null);
        TrainHandler handler = new TrainHandler(
                rig.datasets,
                (source, request, control, keeping) -> {
                    throw new IllegalStateException("nothing may be read");
                },
                rig.clock,
                null,
                costs(100 * MEGABYTE));

        assertThatThrownBy(() -> handler.run(row, RunControl.NONE))
                .asInstanceOf(type(InvalidRequest.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY));
    }

    @Test
    void aFitWithoutMemoryEndsItsTaskAndNotTheProcess() {
        TaskRow row = rig.trainings.submit(request("\"tags\":[]"), null);
        FitCosts costs = costs(100 * MEGABYTE);
        TrainHandler handler = new TrainHandler(
                rig.datasets,
                (source, request, control, keeping) -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                rig.clock,
                null,
                costs);

        assertThatThrownBy(() -> handler.run(row, RunControl.NONE))
                .asInstanceOf(type(InvalidRequest.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY))
                .extracting(InvalidRequest::detail)
                .asString()
                .startsWith("the training needed more memory than this process has");
        // What it had reserved is free again: this one needs all of it.
        TrainRequest next = request("\"params\":{\"n_estimators\":2000,\"max_depth\":null}");
        assertThat(costs.reserve(next, pin(next), RunControl.NONE).bytes()).isGreaterThan(50 * MEGABYTE);
    }

    @Test
    void aForestThatGrowsBeyondItsEstimateEndsSo() {
        FitCost cost = cost(1, 1);

        assertThat(cost.nodeBytes()).isLessThan(2 * MEGABYTE);
        assertThat(cost(1_000_000, 100).nodeBytes()).isBetween(4_800_000_000L, 5_400_000_000L);
    }

    @Test
    @Tag("bound:classes")
    void classesAreCountedWhenATrainingIsAcceptedAndWhenItRuns() {
        int most = Limits.CLASSES.intValue();
        put("most", most);
        put("more", most + 1);

        for (String algorithm : new String[] {"", ",\"algorithm\":\"RandomForestClassifier\""}) {
            TrainRequest fine = classes("most", "label", algorithm);
            costs(Long.MAX_VALUE).check(fine, pin(fine));
            TrainRequest wrong = classes("more", "label", algorithm);
            assertThatThrownBy(() -> costs(Long.MAX_VALUE).check(wrong, pin(wrong)))
                    .hasMessageStartingWith("target \"label\" has more than 1,000 classes;");
        }
        TrainRequest number = classes("more", "id", ",\"algorithm\":\"RandomForestClassifier\"");
        assertThatThrownBy(() -> costs(Long.MAX_VALUE).check(number, pin(number)))
                .asInstanceOf(type(InvalidRequest.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY));
        TrainRequest measured = classes("more", "id", "");
        costs(Long.MAX_VALUE).check(measured, pin(measured));

        assertThat(learn(most, "label", "")).isPresent();
        assertThatThrownBy(() -> learn(most + 1, "label", "")).hasMessageContaining("--max-classes");
        assertThatThrownBy(() -> learn(most + 1, "id", ",\"algorithm\":\"RandomForestClassifier\""))
                .hasMessageContaining("target \"id\" has more than 1,000 classes");
    }

    private static FitCost cost(long nodesPerTree, int trees) {
        return new FitCost(0, nodesPerTree, 48, trees, FitCost.Folds.NONE, "", new Effort.Ways("", ""));
    }

    @Test
    void aNodeCostsWhatTheTreesCount() {
        for (int classes : new int[] {1, 2, 1_000}) {
            FitShape shape = new FitShape(10, 2, 0, classes, true, 1);
            ConfiguredLearner<?> learner = request("\"params\":{}").params().resolve(Learners.usual(Kind.CLASSES));
            assertThat(FitCost.of(shape, request("\"params\":{}"), learner, 1).bytesPerNode())
                    .isEqualTo(NodeBudget.bytesPerNode(classes));
        }
    }

    @Test
    void foldsCostTheMemoryOfThoseAtOnceAndTheTimeOfAll() {
        TrainRequest plain = request("\"params\":{\"max_depth\":null}");
        TrainRequest folded = request("\"params\":{\"max_depth\":null},\"cv\":5");
        FitShape shape = new FitShape(100_000, 10, 0, 0, true, 9);
        ConfiguredLearner<?> learner = plain.params().resolve(Learners.usual(Kind.NUMBERS));

        FitCost without = FitCost.of(shape, plain, learner, 2);
        FitCost with = FitCost.of(shape, folded, learner, 2);

        assertThat(with.folds().number()).isEqualTo(5);
        assertThat(with.folds().atOnce()).isEqualTo(2);
        assertThat((double) with.total() / without.total()).isBetween(1.8, 2.5);
        FitBounds bounds = new FitBounds(with.total() - 1, 1_000, 2);
        bounds.require(without, shape, plain);
        assertThatThrownBy(() -> bounds.require(with, shape, folded))
                .hasMessageContaining("and 5 folds, 2 at once,")
                .hasMessageEndingWith("; or leave out cv");
        FitCosts costs = costs(Long.MAX_VALUE);
        DatasetDescription sample = rig.datasets.describe(Datasets.SAMPLE);
        assertThat(costs.price(folded, sample).seconds()
                        / costs.price(plain, sample).seconds())
                .as("five fits more, each of as many rows")
                .isBetween(5.5, 6.5);
    }

    @Test
    void aSearchCostsItsMostExpensiveCandidateAndTheTimeOfAllFits() {
        DatasetDescription sample = rig.datasets.describe(Datasets.SAMPLE);
        TrainRequest plain = request("\"params\":{\"n_estimators\":5000}");
        TrainRequest search = request("\"search\":{\"grid\":{\"n_estimators\":[10,5000]},\"cv\":2}");
        TrainRequest auto = request("\"algorithm\":\"auto\"");
        TrainRequest brief = request("\"algorithm\":\"auto\",\"search\":{\"max_seconds\":0.001}");
        FitCosts any = costs(Long.MAX_VALUE - 1);
        long needed = any.reserve(search, pin(search), RunControl.NONE).bytes();

        costs(needed).check(search, pin(search));
        assertThatThrownBy(() -> costs(needed - 1).check(search, pin(search)))
                .hasMessageContaining("for 5,000 trees of depth up to 3 and the fits of a search, ")
                .hasMessageEndingWith("; or leave the largest candidates out of search");
        assertThat(any.price(search, sample).seconds()
                        / any.price(plain, sample).seconds())
                .as("two fits more of half of the rows, and two small ones")
                .isBetween(1.5, 3.1);
        assertThat(any.price(search, sample).candidates().learners()).hasSize(2);
        assertThat(any.price(auto, sample).candidates().learners()).hasSize(5);
        assertThat(any.price(brief, sample).seconds())
                .isLessThan(any.price(auto, sample).seconds());
    }

    @Test
    void theColumnsThatFeaturesBecomeAreCounted() {
        String csv = IntStream.range(0, 400)
                .mapToObj(i -> "c%d,2024-01-%02d,%s,%d".formatted(i % 150, 1 + i % 28, i % 9 == 0 ? "" : "1", i))
                .collect(Collectors.joining("\n", "city,day,gap,y\n", "\n"));
        rig.datasets.put(new DatasetId("towns"), new ByteArrayInputStream(Rig.utf8(csv)));
        rig.datasets.describe(new DatasetId("towns"));
        TrainRequest few = towns("{}");
        TrainRequest many = towns("{\"categories\":\"one_hot\"}");
        FitCosts any = costs(Long.MAX_VALUE - 1);
        long enough = any.reserve(few, pin(few), RunControl.NONE).bytes();

        costs(enough).check(few, pin(few));
        assertThatThrownBy(() -> costs(enough).check(many, pin(many)))
                .hasMessageContaining("over 400 rows and 161 encoded features; allowed are");
        assertThat(any.price(few, rig.datasets.describe(new DatasetId("towns")))
                        .cost()
                        .total())
                .isEqualTo(enough);
    }

    private static TrainRequest towns(String preprocess) {
        return TrainRequest.parse(
                Rig.utf8("{\"dataset_id\":\"towns\",\"features\":[\"city\",\"day\",\"gap\"],\"target\":\"y\","
                        + "\"preprocess\":" + preprocess + "}"));
    }

    @Test
    void manyMoreClassesAreNamedByTheirNumber() {
        put("ids", 12_000);
        TrainRequest request = classes("ids", "label", "");

        assertThatThrownBy(() -> costs(Long.MAX_VALUE).check(request, pin(request)))
                .hasMessageMatching("target \"label\" has about 1[12],\\d{3} classes; a classifier takes at most 1,000"
                        + " \\(--max-classes\\): choose a target with fewer different values,"
                        + " or a RandomForestRegressor if it is measured");
    }

    private Optional<Learned> learn(int classes, String target, String algorithm) {
        TrainRequest request = classes("d", target, ",\"params\":{\"n_estimators\":1}" + algorithm);
        ByteArrayInputStream csv = new ByteArrayInputStream(Rig.utf8(csv(classes)));
        return LocalFitter.alone(1).learn(new LocalFitter.Source(request.dataset(), "", csv), request, RunControl.NONE);
    }

    private void put(String id, int classes) {
        rig.datasets.put(new DatasetId(id), new ByteArrayInputStream(Rig.utf8(csv(classes))));
    }

    private static String csv(int classes) {
        return IntStream.range(0, classes)
                .mapToObj(i -> i % 7 + "," + i + ",c" + i)
                .collect(Collectors.joining("\n", "a,id,label\n", "\n"));
    }

    private static TrainRequest classes(String dataset, String target, String more) {
        return TrainRequest.parse(Rig.utf8(
                "{\"dataset_id\":\"" + dataset + "\",\"features\":[\"a\"],\"target\":\"" + target + "\"" + more + "}"));
    }

    private static TrainRequest request(String more) {
        return TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", ", " + more + "}")));
    }

    private DatasetPin pin(TrainRequest request) {
        return rig.datasets.pin(request);
    }

    private FitCosts costs(long memory) {
        return new FitCosts(rig.datasets, bounds(memory));
    }

    private static FitBounds bounds(long memory) {
        return new FitBounds(memory, Limits.CLASSES.intValue(), 2);
    }

    private Trainings trainings(long memory) {
        return new Trainings(
                rig.rows,
                Publishing.atOnce(rig.rows, rig.broker),
                new Trainings.Material(rig.datasets, costs(memory)),
                new Backlog(rig.rows, 100, rig.clock),
                new Trainings.Context(rig.clock, rig.telemetry));
    }
}
