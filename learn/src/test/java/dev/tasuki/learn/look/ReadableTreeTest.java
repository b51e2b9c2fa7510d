package dev.tasuki.learn.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.forest.DecisionTreeRegressor;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.numpy.GlibcExp;
import dev.tasuki.learn.onnx.Tables;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees by their conditions lead where the model's own predictions go, and their leaves add up to them. */
class ReadableTreeTest {
    private static final int ANY = 1_000;

    private static Model model(Tables table, String algorithm, Treatment.Categories categories, int classes) {
        Learner<?> learner = Learners.named(algorithm).orElseThrow();
        Preparation preparation = new Preparation(false, Tables.categories(categories), Map.of());
        return table.model(learner, Tables.few(learner), preparation, classes);
    }

    /** Where a row of cells goes by what the condition says, without the encoder and without the tree. */
    private static boolean goesLeft(Condition condition, List<Object> row, boolean floats) {
        Object cell = row.get(Tables.MIXED.indexOf(condition.column()));
        boolean missing = cell.equals("") || cell.equals(Double.NaN);
        if (missing) {
            return Boolean.TRUE.equals(condition.missingLeft());
        }
        return switch (condition.test()) {
            case AT_MOST -> (floats ? (double) ((Double) cell).floatValue() : (Double) cell) <= condition.threshold();
            case PRESENT -> true;
            case IN -> condition.categories().contains(word(condition, cell));
            case NOT_IN -> !condition.categories().contains(word(condition, cell));
        };
    }

    private static String word(Condition condition, Object cell) {
        if (!(cell instanceof Double number)) {
            return (String) cell;
        }
        return condition.column().equals("ok") ? (number == 1 ? "True" : "False") : Long.toString(number.longValue());
    }

    private static int leafByConditions(ReadableTree tree, List<Object> row, boolean floats) {
        int node = 0;
        while (!tree.isLeaf(node)) {
            node = goesLeft(tree.condition(node), row, floats) ? tree.left(node) : tree.right(node);
        }
        return node;
    }

    private static double[] sums(List<ReadableTree> trees, double[] row) {
        double[] sums = trees.getFirst().start();
        for (ReadableTree tree : trees) {
            double[] leaf = tree.value(tree.leafOf(row));
            for (int k = 0; k < leaf.length; k++) {
                sums[tree.sum().orElse(k)] += leaf[k];
            }
        }
        if (trees.getFirst().mean()) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] /= trees.size();
            }
        }
        return sums;
    }

    private static List<ReadableTree> trees(Model model) {
        List<ReadableTree> trees = new ArrayList<>();
        for (int k = 0; k < ReadableTree.count(model); k++) {
            trees.add(ReadableTree.of(model, k, ANY));
        }
        return trees;
    }

    @ParameterizedTest
    @CsvSource({
        "RandomForestRegressor, AUTO",
        "RandomForestRegressor, ONE_HOT",
        "ExtraTreesRegressor, AUTO",
        "DecisionTreeRegressor, ORDINAL",
        "GradientBoostingRegressor, AUTO",
        "GradientBoostingRegressor, ONE_HOT",
        "HistGradientBoostingRegressor, AUTO",
        "HistGradientBoostingRegressor, ONE_HOT",
        "HistGradientBoostingRegressor, ORDINAL",
        "RandomForestClassifier, AUTO",
        "ExtraTreesClassifier, ONE_HOT",
        "DecisionTreeClassifier, AUTO",
        "GradientBoostingClassifier, AUTO",
        "HistGradientBoostingClassifier, AUTO",
        "IsolationForest, AUTO"
    })
    void conditionsSaidOfTheColumnsLeadWhereTheModelGoes(String algorithm, Treatment.Categories categories)
            throws Exception {
        Tables table = Tables.mixed();
        Model model = model(table, algorithm, categories, 2);
        Encoder encoder = model.info().encoder();
        boolean floats = !algorithm.startsWith("Hist");
        List<ReadableTree> trees = trees(model);

        assertThat(trees).hasSize(model.fitted().nTrees());
        for (List<Object> cells : table.cells()) {
            double[] row = Tables.encoded(encoder, cells);
            for (ReadableTree tree : trees) {
                assertThat(leafByConditions(tree, cells, floats)).isEqualTo(tree.leafOf(row));
            }
        }
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
    void theLeavesOfARowAddUpToItsPredictionToTheLastBit(String algorithm) throws Exception {
        Tables table = Tables.mixed();
        Model model = model(table, algorithm, Treatment.Categories.AUTO, 2);
        List<ReadableTree> trees = trees(model);
        List<?> predictions = Tables.answers(model, table.cells()).get("prediction");

        for (int i = 0; i < table.cells().size(); i++) {
            double[] row = Tables.encoded(model.info().encoder(), table.cells().get(i));
            assertThat(sums(trees, row)[0]).isEqualTo(predictions.get(i));
        }
        assertThat(trees.getFirst().link()).isEqualTo(Link.Plain.NUMBER);
    }

    @ParameterizedTest
    @CsvSource({
        "RandomForestClassifier, 3",
        "DecisionTreeClassifier, 2",
        "GradientBoostingClassifier, 2",
        "HistGradientBoostingClassifier, 2",
        "HistGradientBoostingClassifier, 3"
    })
    void theLeavesOfAClassifierAddUpToItsProbabilities(String algorithm, int classes) throws Exception {
        Tables table = Tables.mixed();
        Model model = model(table, algorithm, Treatment.Categories.AUTO, classes);
        List<ReadableTree> trees = trees(model);
        List<?> probabilities = Tables.answers(model, table.cells()).get("probabilities");

        for (int i = 0; i < table.cells().size(); i++) {
            double[] sums = sums(
                    trees, Tables.encoded(model.info().encoder(), table.cells().get(i)));
            List<?> expected = (List<?>) probabilities.get(i);
            switch (trees.getFirst().link()) {
                case Link.Plain.SHARES -> assertThat(sums[0]).isEqualTo(expected.get(0));
                case Link.Plain.LOGISTIC -> assertThat(GlibcExp.expit(sums[0])).isEqualTo(expected.get(1));
                default -> {
                    List<Double> shares =
                            expected.stream().map(Double.class::cast).toList();
                    assertThat(likeliest(sums))
                            .isEqualTo(likeliest(shares.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray()));
                }
            }
        }
    }

    private static int likeliest(double[] sums) {
        return Fitted.Classes.likeliest(sums);
    }

    @Test
    void aTreeOfARoundBelongsToAClass() throws Exception {
        Model model = model(Tables.mixed(), "HistGradientBoostingClassifier", Treatment.Categories.AUTO, 3);

        assertThat(ReadableTree.of(model, 4, ANY).sum()).hasValue(1);
        assertThat(ReadableTree.of(model, 4, ANY).innerValues()).isFalse();
        assertThat(ReadableTree.count(model)).isEqualTo(3 * 15);
    }

    @Test
    void whatWasFoundInATrainingIsTold() throws Exception {
        ReadableTree tree =
                ReadableTree.of(model(Tables.mixed(), "DecisionTreeRegressor", Treatment.Categories.AUTO, 2), 0, ANY);

        assertThat(tree.rows(0)).isEqualTo(Tables.ROWS);
        assertThat(tree.rows(tree.left(0)) + tree.rows(tree.right(0))).isEqualTo(Tables.ROWS);
        assertThat(tree.innerValues()).isTrue();
        assertThat(tree.value(0)[0]).isBetween(tree.value(tree.left(0))[0], tree.value(tree.right(0))[0]);
    }

    @Test
    void asManyCategoriesAsMayBeAreNamedAndOneMoreIsCounted() throws Exception {
        Model model = model(Tables.mixed(), "HistGradientBoostingRegressor", Treatment.Categories.NATIVE, 2);
        ReadableTree all = ReadableTree.of(model, 0, ANY);
        int node = 0;
        while (all.isLeaf(node) || all.condition(node).categories().size() < 2) {
            node++;
        }
        List<String> both = all.condition(node).categories();

        Condition exact = ReadableTree.of(model, 0, both.size()).condition(node);
        Condition less = ReadableTree.of(model, 0, both.size() - 1).condition(node);

        assertThat(exact.categories()).isEqualTo(both);
        assertThat(exact.more()).isZero();
        assertThat(less.categories()).isEqualTo(both.subList(0, both.size() - 1));
        assertThat(less.more()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ridge", "LinearRegression", "LogisticRegression", "DummyRegressor", "DummyClassifier"})
    void modelsWithoutTreesHaveNoneToRead(String algorithm) throws Exception {
        Model model = model(Tables.mixed(), algorithm, Treatment.Categories.ONE_HOT, 2);

        assertThat(ReadableTree.count(model)).isZero();
        assertThatThrownBy(() -> ReadableTree.of(model, 0, ANY)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void thereIsNoTreeBehindTheLast() throws Exception {
        Model model = Tables.numbers().model(new DecisionTreeRegressor(), Map.of(), Preparation.AUTO, 2);

        assertThat(ReadableTree.of(model, 0, ANY).condition(0).missingLeft()).isNull();
        assertThatThrownBy(() -> ReadableTree.of(model, 1, ANY)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
