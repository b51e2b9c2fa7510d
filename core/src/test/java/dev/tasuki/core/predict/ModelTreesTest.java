package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of models as clients see them, and the ways of rows through them. */
class ModelTreesTest {
    private static final int ALL = 1_000;
    private static final String ROW = "{\"size\":1.5,\"city\":\"Rome\",\"sold\":\"2024-05-06\",\"age\":null}";
    private static final List<String> CITIES = List.of("Rome", "Oslo", "Bern", "Bonn", "Kyiv");
    private static final Rig RIG = new Rig();
    private static final Consumers CONSUMERS = RIG.consume();
    private static final Telemetry TELEMETRY = new Telemetry();
    private static final TrainedModels TRAINED = new TrainedModels(RIG.rows, RIG.events, RIG.clock);
    private static final ModelCache CACHE = new ModelCache(RIG.objects, 1 << 26, TELEMETRY);
    private static final PredictHandler HANDLER = new PredictHandler(TRAINED, CACHE);
    private static final ModelTrees.Source SOURCE = new ModelTrees.Source(TRAINED, CACHE);
    private static final ModelTrees TREES = new ModelTrees(() -> SOURCE, null);

    /** A number, a category, a date and a column with gaps; a price, and words of two and of three kinds. */
    @BeforeAll
    static void table() {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder csv = new StringBuilder("size,city,sold,age,price,dear,class\n");
        for (int row = 0; row < 400; row++) {
            double size = random.nextDouble(0, 4);
            int city = random.nextInt(5);
            int month = 1 + random.nextInt(9);
            boolean old = random.nextInt(4) == 0;
            double price = 100 * size + 30 * (city % 3) + 20 * month + (old ? 50 : 0) + random.nextDouble();
            csv.append(size).append(',').append(CITIES.get(city));
            csv.append(",2024-0%d-1%d,".formatted(month, random.nextInt(9)));
            csv.append(old ? "" : Integer.toString(random.nextInt(50))).append(',');
            csv.append(price).append(',').append(price > 350 ? "yes" : "no");
            csv.append(",c").append((int) price / 250).append('\n');
        }
        RIG.datasets.put(new DatasetId("t"), new ByteArrayInputStream(Rig.utf8(csv.toString())));
    }

    @AfterAll
    static void close() {
        CONSUMERS.close();
        RIG.close();
    }

    private static ModelId trained(String dataset, String features, String target, String more) {
        TaskRow row = RIG.ended(RIG.trainings
                .submit(
                        TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"" + dataset + "\",\"features\":" + features
                                + ",\"target\":\"" + target + "\"," + more + "}")),
                        null)
                .id());
        assertThat(row.state()).as(row.outcome().toString()).isEqualTo(TaskState.TASK_COMPLETED);
        return new ModelId(row.id().value());
    }

    private static ModelId trained(String algorithm, String target) {
        return trained("t", "[\"size\",\"city\",\"sold\",\"age\"]", target, "\"algorithm\":\"" + algorithm + "\"");
    }

    private static TreeView whole(ModelTrees trees, ModelId model, int tree) {
        return trees.view(model, new TreeView.Part(tree, 0, ALL));
    }

    private static TreePath path(ModelId model, int tree, String row) {
        return TREES.path(model, tree, Rig.utf8("{\"input_data\":" + row + "}"));
    }

    private static JsonNode predicted(ModelId model, String row) {
        byte[] answer =
                HANDLER.answer(Rig.utf8("{\"model_id\":\"" + model + "\",\"input_data\":" + row + "}"), Deadline.NEVER);
        return Json.stored(new String(answer, StandardCharsets.UTF_8)).get("pred_proba");
    }

    private static ModelTrees bounded(int nodes, int values, int steps, int categories) {
        return new ModelTrees(() -> SOURCE, null, new ModelTrees.Bounds(nodes, values, steps, categories));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RandomForestRegressor",
                "ExtraTreesRegressor",
                "DecisionTreeRegressor",
                "GradientBoostingRegressor",
                "HistGradientBoostingRegressor"
            })
    void theLeavesOfARowsWaysAddUpToThePredictionToTheLastBit(String algorithm) {
        ModelId model = trained(algorithm, "price");
        TreeHead head = path(model, 0, ROW).head();

        double sum = head.sums().base().getFirst();
        for (int k = 0; k < head.trees(); k++) {
            sum += path(model, k, ROW).leaf().value().getFirst();
        }
        double expected = predicted(model, ROW).doubleValue();

        assertThat(head.sums().mean() ? sum / head.trees() : sum).isEqualTo(expected);
        assertThat(head.sums().scale()).isEqualTo("prediction");
        assertThat(head.algorithm()).isEqualTo(algorithm);
        assertThat(head.ofClass()).isNull();
    }

    @Test
    void theWayIsOneOfTheTreeThatIsShown() {
        ModelId model = trained("RandomForestRegressor", "price");
        TreeView tree = whole(TREES, model, 7);
        TreePath path = path(model, 7, ROW);

        TreeNode at = tree.nodes().getFirst();
        for (TreePath.Step step : path.steps()) {
            assertThat(step.node()).isEqualTo(at);
            int next = step.left() ? at.split().left() : at.split().right();
            at = tree.nodes().stream()
                    .filter(node -> node.id() == next)
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(path.leaf()).isEqualTo(at);
        assertThat(at.split()).isNull();
        assertThat(tree.nodes()).hasSize(tree.head().size());
        assertThat(tree.truncated()).isFalse();
        assertThat(path.truncated()).isFalse();
    }

    @Test
    void conditionsAreOfTheColumnsAsTheyWereSent() {
        ModelId model = trained("HistGradientBoostingRegressor", "price");
        List<TreeNode.Split> splits = IntStream.range(0, 30)
                .mapToObj(tree -> whole(TREES, model, tree).nodes())
                .flatMap(List::stream)
                .flatMap(node -> Stream.ofNullable(node.split()))
                .toList();
        TreeView first = whole(TREES, model, 0);

        assertThat(splits)
                .filteredOn(split -> split.feature().equals("city"))
                .isNotEmpty()
                .allSatisfy(split -> {
                    assertThat(split.test()).isIn("in", "not_in");
                    assertThat(split.categories()).hasSizeBetween(1, 2).isSubsetOf(CITIES);
                    assertThat(split.threshold()).isNull();
                    assertThat(split.missing()).isIn("left", "right");
                });
        assertThat(splits)
                .filteredOn(split -> split.feature().equals("sold"))
                .isNotEmpty()
                .allSatisfy(split -> {
                    assertThat(split.part()).isIn("month", "day", "dayofweek", "dayofyear", "epoch_days");
                    assertThat(split.test()).isEqualTo("at_most");
                    assertThat(split.threshold()).isNotNull();
                });
        assertThat(first.nodes().getFirst().samples()).isEqualTo(320);
        assertThat(first.nodes().getFirst().value()).isEmpty();
        assertThat(first.nodes().getLast().value()).hasSize(1);
    }

    @Test
    void aClassifiersNodesHaveAShareForEachClass() {
        ModelId model = trained("RandomForestClassifier", "class");
        TreeView tree = whole(TREES, model, 0);

        assertThat(tree.head().sums().classes()).isEqualTo(List.of("c0", "c1", "c2"));
        assertThat(tree.head().sums().scale()).isEqualTo("probability");
        assertThat(tree.nodes()).allSatisfy(node -> assertThat(node.value()).hasSize(3));
        double sum = 0;
        for (int k = 0; k < tree.head().trees(); k++) {
            sum += path(model, k, ROW).leaf().value().get(1);
        }
        assertThat(sum / tree.head().trees())
                .isEqualTo(predicted(model, ROW).get(1).doubleValue());
    }

    @ParameterizedTest
    @CsvSource({
        "GradientBoostingClassifier, dear, 5, yes",
        "HistGradientBoostingClassifier, dear, 5, yes",
        "HistGradientBoostingClassifier, class, 5, c2"
    })
    void aTreeOfBoostingBelongsToAClass(String algorithm, String target, int tree, String expected) {
        TreeHead head = path(trained(algorithm, target), tree, ROW).head();

        assertThat(head.ofClass()).isEqualTo(expected);
        assertThat(head.sums().scale()).isEqualTo("raw_score");
    }

    @Test
    void aModelThatPredictionsAskIsNotLoadedASecondTime() {
        ModelId model = trained("DecisionTreeRegressor", "price");
        long before = TELEMETRY.value(Telemetry.Count.MODELS_LOADED);

        predicted(model, ROW);
        whole(TREES, model, 0);
        path(model, 0, ROW);
        ModelId other = trained("t", "[\"size\"]", "price", "\"algorithm\":\"DecisionTreeRegressor\"");
        try (ComputePool pool = new ComputePool(new ComputePool.Terms("loading", 1, 1, Long.MAX_VALUE))) {
            whole(new ModelTrees(() -> SOURCE, pool), other, 0);
        }
        predicted(other, ROW);

        assertThat(TELEMETRY.value(Telemetry.Count.MODELS_LOADED) - before).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        ModelId forest = trained("RandomForestRegressor", "price");
        ModelId line = trained("Ridge", "price");

        NotFound tree = catchThrowableOfType(NotFound.class, () -> whole(TREES, forest, 100));
        NotFound node =
                catchThrowableOfType(NotFound.class, () -> TREES.view(forest, new TreeView.Part(3, 1_000_000, 2)));
        NotFound none = catchThrowableOfType(NotFound.class, () -> path(line, 0, ROW));

        assertThat(whole(TREES, forest, 99).head().tree()).isEqualTo(99);
        assertThat(tree.code()).isEqualTo(RefusalCode.TREE_NOT_FOUND);
        assertThat(tree.detail()).isEqualTo("model " + forest + " has 100 trees, 0 to 99; there is no tree 100");
        assertThat(node.detail())
                .contains("tree 3 of model " + forest)
                .endsWith("there is no node 1000000 to begin with");
        assertThat(none.detail()).isEqualTo("model " + line + " is of Ridge, which has no trees");
    }

    @Test
    void aBodyThatHasNotOneRowIsRefused() {
        ModelId model = trained("DecisionTreeRegressor", "price");

        InvalidRequest rows = catchThrowableOfType(InvalidRequest.class, () -> path(model, 0, "[" + ROW + "]"));
        InvalidRequest lacking = catchThrowableOfType(InvalidRequest.class, () -> path(model, 0, "{\"size\":1}"));
        InvalidRequest more =
                catchThrowableOfType(InvalidRequest.class, () -> path(model, 0, ROW + ",\"input_dat\":{}"));

        assertThat(rows.fields().getFirst().loc()).isEqualTo(List.of("body", "input_data"));
        assertThat(lacking.code()).isEqualTo(RefusalCode.MISSING_FEATURE);
        assertThat(more.fields().getFirst().loc()).isEqualTo(List.of("body", "input_dat"));
        assertThat(more.fields().getFirst().msg()).contains("did you mean input_data?");
        assertThat(path(model, 0, ROW.replace("Rome", "Paris")).warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("city is \"Paris\""));
    }

    @Test
    void aPartIsHadByItsRoot() {
        ModelId model = trained("DecisionTreeRegressor", "price");
        TreeView top = TREES.view(model, new TreeView.Part(0, 0, 1));
        int right = top.nodes().getFirst().split().right();
        TreeView under = TREES.view(model, new TreeView.Part(0, right, 0));

        assertThat(top.nodes()).hasSize(3);
        assertThat(top.truncated()).isTrue();
        assertThat(under.root()).isEqualTo(right);
        assertThat(under.nodes()).containsExactly(top.nodes().get(2));
    }

    /** A tree that tells each training row from the others has one leaf for each, and one node less that splits. */
    private static TreeView ofRows(int training) {
        int rows = training + 126;
        StringBuilder csv = new StringBuilder("x,y\n");
        for (int row = 0; row < rows; row++) {
            csv.append(row).append(',').append(row * 7 % rows).append('\n');
        }
        RIG.datasets.put(new DatasetId("distinct"), new ByteArrayInputStream(Rig.utf8(csv.toString())));
        ModelId model =
                trained("distinct", "[\"x\"]", "y", "\"algorithm\":\"DecisionTreeRegressor\",\"test_size\":0.2");
        return whole(TREES, model, 0);
    }

    @Test
    @Tag("bound:tree_nodes")
    void asManyNodesAsMayBeAreToldAndOfMoreTheFirst() {
        TreeView most = ofRows(500);
        TreeView more = ofRows(501);

        assertThat(most.nodes()).hasSize(999);
        assertThat(most.truncated()).isFalse();
        assertThat(more.head().size()).isEqualTo(1_001);
        assertThat(more.nodes()).hasSize(1_000);
        assertThat(more.truncated()).isTrue();
    }

    @Test
    @Tag("bound:tree_values")
    void asManyValuesAsMayBeAreTold() {
        ModelId model = trained("RandomForestClassifier", "class");
        int size = whole(TREES, model, 0).nodes().size();

        assertThat(whole(bounded(ALL, 3 * size, ALL, ALL), model, 0).truncated())
                .isFalse();
        assertThat(whole(bounded(ALL, 3 * size - 1, ALL, ALL), model, 0).nodes())
                .hasSize(size - 1);
        assertThat(whole(bounded(ALL, 1, ALL, ALL), model, 0).nodes()).hasSize(1);
        TreePath way = path(model, 0, ROW);
        int steps = way.steps().size();
        byte[] row = Rig.utf8("{\"input_data\":" + ROW + "}");
        assertThat(bounded(ALL, 3 * steps, ALL, ALL).path(model, 0, row)).isEqualTo(way);
        assertThat(bounded(ALL, 3 * steps - 1, ALL, ALL).path(model, 0, row).truncated())
                .isTrue();
    }

    @Test
    @Tag("bound:tree_path")
    void asManyStepsAsMayBeAreToldAndTheLeafInAnyCase() {
        ModelId model = trained("DecisionTreeRegressor", "price");
        TreePath whole = path(model, 0, ROW);
        int steps = whole.steps().size();
        byte[] body = Rig.utf8("{\"input_data\":" + ROW + "}");

        TreePath exact = bounded(ALL, ALL, steps, ALL).path(model, 0, body);
        TreePath less = bounded(ALL, ALL, steps - 1, ALL).path(model, 0, body);

        assertThat(exact.truncated()).isFalse();
        assertThat(less.truncated()).isTrue();
        assertThat(less.steps()).isEqualTo(whole.steps().subList(0, steps - 1));
        assertThat(less.leaf()).isEqualTo(whole.leaf());
    }

    @Test
    @Tag("bound:tree_categories")
    void asManyCategoriesAsMayBeAreNamedAndTheRestIsCounted() {
        ModelId model = trained("HistGradientBoostingRegressor", "price");
        int tree = IntStream.range(0, 100)
                .filter(k -> categories(whole(TREES, model, k)) == 2)
                .findFirst()
                .orElseThrow();
        TreeView all = whole(TREES, model, tree);
        TreeView less = whole(bounded(ALL, ALL, ALL, 1), model, tree);

        assertThat(whole(bounded(ALL, ALL, ALL, 2), model, tree)).isEqualTo(all);
        assertThat(categories(less)).isEqualTo(1);
        assertThat(less.nodes().stream().flatMap(node -> Stream.ofNullable(node.split())))
                .anySatisfy(split -> assertThat(split.moreCategories()).isEqualTo(1));
    }

    private static int categories(TreeView tree) {
        return tree.nodes().stream()
                .filter(node -> node.split() != null && node.split().categories() != null)
                .mapToInt(node -> node.split().categories().size())
                .max()
                .orElse(0);
    }
}
