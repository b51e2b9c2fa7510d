package dev.tasuki.learn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.boost.HistGradientBoostingClassifier;
import dev.tasuki.learn.boost.HistGradientBoostingRegressor;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.forest.Forest;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.formula.SumTree;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Microsoft's onnxruntime answers as Tasuki does, from the raw columns on. */
class OnnxRuntimeTest {
    /** Trees give 32-bit floats. */
    private static final double RELATIVE = 1e-6;

    private static final List<Map<String, Preparation>> WAYS = List.of(
            Map.of("as they come", Preparation.AUTO),
            Map.of("with codes", new Preparation(false, Treatment.AUTO, ways(Treatment.Categories.ORDINAL))),
            Map.of("a column for each", new Preparation(false, Treatment.AUTO, ways(Treatment.Categories.ONE_HOT))));

    private static Map<String, Treatment> ways(Treatment.Categories way) {
        return Map.of("city", Tables.categories(way), "zip", Tables.categories(way));
    }

    private static void compare(Model model, List<List<Object>> cells, String what) throws Exception {
        Map<String, List<?>> expected = Tables.answers(model, cells);
        Map<String, List<?>> seen = OnnxRuntime.answers(model, cells);
        assertThat(seen.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> {
            List<?> found = seen.get(name);
            assertThat(found).as(what).hasSameSizeAs(values);
            for (int row = 0; row < values.size(); row++) {
                same(values.get(row), found.get(row), what + ", " + name + " of row " + row + ": " + cells.get(row));
            }
        });
    }

    private static void same(Object expected, Object seen, String what) {
        if (expected instanceof Double number) {
            assertThat((Double) seen)
                    .as(what)
                    .isCloseTo(number, Offset.offset(RELATIVE * Math.max(1e-3, Math.abs(number))));
        } else if (expected instanceof List<?> shares) {
            for (int k = 0; k < shares.size(); k++) {
                assertThat((Double) ((List<?>) seen).get(k))
                        .as(what)
                        .isCloseTo((Double) shares.get(k), Offset.offset(RELATIVE));
            }
        } else {
            assertThat(seen).as(what).isEqualTo(expected);
        }
    }

    private static List<Integer> classes(Learner<?> learner) {
        if (learner.kind() != Kind.CLASSES) {
            return List.of(0);
        }
        return learner.name().equals("GradientBoostingClassifier") ? List.of(2) : List.of(2, 3);
    }

    @Test
    void everyAlgorithmOfCompleteNumbers() throws Exception {
        Tables table = Tables.numbers();
        for (Learner<?> learner : Learners.ALL) {
            for (int classes : classes(learner)) {
                Model model = table.model(learner, Tables.few(learner), Preparation.AUTO, classes);
                compare(model, table.cells(), learner.name() + " of " + classes + " classes");
            }
        }
    }

    @Test
    void everyAlgorithmOfGapsTextFlagsAndNumbersThatAreCategories() throws Exception {
        Tables table = Tables.mixed();
        List<List<Object>> cells = new ArrayList<>(table.cells());
        cells.add(List.of(Double.NaN, "nowhere", 7.0, Double.NaN, 3.0));
        cells.add(List.of(40.0, "NA", 1002.0, 1.0, 3.0));
        cells.add(List.of(40.0, "città 2", -0.0, 0.0, 6.0));
        for (Map<String, Preparation> way : WAYS) {
            for (Learner<?> learner : Learners.ALL) {
                for (int classes : classes(learner)) {
                    String name = way.keySet().iterator().next();
                    Model model = table.model(learner, Tables.few(learner), way.get(name), classes);
                    compare(model, cells, learner.name() + " of " + classes + " classes, " + name);
                }
            }
        }
    }

    /** The last bit of a double decides, which 32-bit floats could not tell. */
    @Test
    void rowsAtTheThresholdsGoTheSameWay() throws Exception {
        Tables table = Tables.numbers();
        for (Learner<?> learner : List.of(new RandomForestRegressor(), new HistGradientBoostingRegressor())) {
            Model model = table.model(learner, Tables.few(learner), Preparation.AUTO, 0);
            List<List<Object>> cells = new ArrayList<>();
            Formula.Trees trees = (Formula.Trees) ((Portable) model.fitted()).formula();
            for (Formula.Term term : trees.terms()) {
                for (int node = 0; node < term.tree().nodes(); node++) {
                    if (!term.tree().isLeaf(node)) {
                        around(term.tree(), node, table.cells().get(node % Tables.ROWS), cells);
                    }
                }
            }
            assertThat(cells).hasSizeGreaterThan(200);
            compare(model, cells, learner.name());
        }
    }

    private static void around(SumTree tree, int node, List<Object> like, List<List<Object>> into) {
        for (double value : new double[] {
            tree.threshold(node), Math.nextUp(tree.threshold(node)), Math.nextDown(tree.threshold(node))
        }) {
            List<Object> row = new ArrayList<>(like);
            row.set(tree.feature(node), value);
            into.add(row);
        }
    }

    @Test
    void theExamplesInAFileAreWhatItAnswers() throws Exception {
        Tables table = Tables.mixed();
        for (Learner<?> learner : Learners.ALL) {
            Model model = table.model(learner, Tables.few(learner), Preparation.AUTO, 2);
            Examples.Made examples = Examples.of(model, () -> false);

            assertThat(examples.columns()).isEqualTo(Tables.MIXED);
            assertThat(examples.rows()).hasSize(20).doesNotHaveDuplicates();
            assertThat(new LinkedHashMap<>(examples.answers()))
                    .isEqualTo(new LinkedHashMap<>(Tables.answers(model, examples.rows())));
            compare(model, examples.rows(), learner.name());
        }
    }

    /** ONNX has no way to refuse a row. */
    @Test
    void aGapThatTheModelDoesNotTakeGivesNoNumber() throws Exception {
        Model model = Tables.numbers().model(new RandomForestRegressor(), Map.of(), Preparation.AUTO, 0);
        Model linear = Tables.numbers()
                .model(Learners.named("LogisticRegression").orElseThrow(), Map.of(), Preparation.AUTO, 3);
        List<List<Object>> rows = List.of(List.of(1.0, 2.0, 3e-4), List.of(1.0, Double.NaN, 3e-4));

        assertThat(OnnxRuntime.answers(model, rows).get("prediction")).last().isEqualTo(Double.NaN);
        assertThat(OnnxRuntime.answers(model, rows).get("prediction")).first().isNotEqualTo(Double.NaN);
        assertThat(OnnxRuntime.answers(linear, rows).get("probabilities"))
                .last()
                .isEqualTo(List.of(Double.NaN, Double.NaN, Double.NaN));
    }

    @Test
    void aCategoryOfATreeWithoutOrderIsSplitAsItWas() throws Exception {
        Tables table = Tables.mixed();
        Model model = table.model(new HistGradientBoostingClassifier(), Map.of("max_iter", 20), Preparation.AUTO, 3);
        Formula.Trees trees = (Formula.Trees) ((Portable) model.fitted()).formula();

        assertThat(trees.terms().stream().map(Formula.Term::tree).anyMatch(OnnxRuntimeTest::splitsByCategories))
                .isTrue();
        compare(model, table.cells(), "categories");
        assertThat(model.fitted()).isNotInstanceOf(Forest.class);
    }

    private static boolean splitsByCategories(SumTree tree) {
        for (int node = 0; node < tree.nodes(); node++) {
            if (!tree.isLeaf(node) && tree.byCategories(node)) {
                return true;
            }
        }
        return false;
    }
}
