package dev.tasuki.learn.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.forest.Forest;
import dev.tasuki.learn.gradient.Staged;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.WalkCounter;
import dev.tasuki.learn.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every algorithm there is: its base and contributions sum to what it predicts, or it does not explain. */
class ExplainedLearnersTest {
    private static final int FEATURES = 5;
    private static final WalkCounter ENDLESS = new WalkCounter(Integer.MAX_VALUE, () -> false);

    private final double[][] values = new double[240][FEATURES];
    private final Rows rows = Rows.ofRows(values);
    private final double[] numbers = new double[values.length];

    ExplainedLearnersTest() {
        SplittableRandom random = new SplittableRandom(9);
        for (int row = 0; row < values.length; row++) {
            for (int f = 0; f < FEATURES; f++) {
                values[row][f] = f == 3 ? random.nextInt(3) : random.nextDouble(-2, 2);
            }
            numbers[row] = 1e3 + 50 * values[row][0] * values[row][1] + 9 * values[row][3] + random.nextDouble();
        }
    }

    @Test
    void basesAndContributionsSumToThePrediction() {
        List<String> mute = new ArrayList<>();
        for (Learner<?> learner : Learners.ALL) {
            for (int classes : learner.kind() == Kind.CLASSES ? new int[] {2, 3} : new int[] {0}) {
                if (classes != 3 || !learner.name().equals("GradientBoostingClassifier")) {
                    Fitted fitted = fit(learner, Map.of(), classes);
                    if (fitted instanceof Explains explains) {
                        check(fitted, explains);
                    } else {
                        mute.add(learner.name());
                    }
                }
            }
        }
        assertThat(mute).containsExactly("IsolationForest");
    }

    private Fitted fit(Learner<?> learner, Map<String, ?> parameters, int classes) {
        Target target = switch (learner.kind()) {
            case NUMBERS -> new Target.Numbers(numbers);
            case ANOMALY -> new Target.None(values.length);
            case CLASSES ->
                new Target.Classes(ClassTarget.ofNumbers(
                        Arrays.stream(numbers)
                                .map(y -> Math.floorMod((long) y, (long) classes))
                                .toArray(),
                        true));
        };
        return ConfiguredLearner.of(learner, parameters).fit(rows, target, FitContext.alone());
    }

    private void check(Fitted fitted, Explains explains) {
        Explainer explainer = explains.explainer(ENDLESS);
        double[] base = explainer.base();
        Explainer.Walk walk = explainer.walk();
        for (double[] row : Arrays.copyOf(values, 40)) {
            double[][] found = new double[base.length][FEATURES];
            walk.add(row, found, ENDLESS);
            double[] sums = base.clone();
            for (int k = 0; k < sums.length; k++) {
                sums[k] += Arrays.stream(found[k]).sum();
            }
            double[] expected = switch (fitted) {
                case Fitted.Numbers of -> new double[] {of.predict(row, ENDLESS)};
                case Fitted.Classes of -> of.predictProbabilities(row, ENDLESS);
                case Fitted.Scores of -> throw new AssertionError(of + " has no prediction to explain");
            };
            assertThat(explainer.scale() == Explainer.Scale.RAW_SCORE ? probabilities(sums) : sums)
                    .as(fitted.learner().learner().name())
                    .containsExactly(expected, within(1e-9));
        }
    }

    private static double[] probabilities(double[] sums) {
        if (sums.length == 1) {
            double second = 1 / (1 + Math.exp(-sums[0]));
            return new double[] {1 - second, second};
        }
        double[] shares = Arrays.stream(sums).map(Math::exp).toArray();
        double all = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / all).toArray();
    }

    /** Trees as they are fitted, with weights and thresholds on 32-bit floats. */
    @Test
    void treesOfRealFitsAreExplainedAsByTheDefinition() {
        for (String name : List.of(
                "DecisionTreeRegressor", "RandomForestRegressor", "ExtraTreesRegressor", "GradientBoostingRegressor")) {
            Map<String, Integer> few =
                    name.startsWith("Decision") ? Map.of("max_depth", 6) : Map.of("max_depth", 6, "n_estimators", 4);
            Fitted fitted = fit(Learners.named(name).orElseThrow(), few, 0);
            List<Tree> trees = switch (fitted) {
                case Staged of -> of.trees();
                case Forest of -> {
                    List<Tree> all = new ArrayList<>();
                    for (int t = 0; t < of.nTrees(); t++) {
                        all.add(of.tree(t));
                    }
                    yield all;
                }
                default -> throw new AssertionError(name);
            };
            double weight = fitted instanceof Staged ? 0.1 : 1.0 / trees.size();
            for (double[] row : Arrays.copyOf(values, 5)) {
                double[][] found = new double[1][FEATURES];
                ((Explains) fitted).explainer(ENDLESS).walk().add(row, found, ENDLESS);
                double[] expected = ShapleyOracle.values(
                        FEATURES,
                        set -> weight
                                * trees.stream()
                                        .mapToDouble(tree -> worth(tree, 0, set, row))
                                        .sum());
                assertThat(found[0]).as(name).containsExactly(expected, within(1e-10));
            }
        }
    }

    private static double worth(Tree tree, int node, int set, double[] row) {
        if (tree.isLeaf(node)) {
            return tree.value(node, 0);
        }
        int left = tree.left(node);
        int right = tree.right(node);
        if ((set & 1 << tree.feature(node)) != 0) {
            boolean goesLeft = (float) row[tree.feature(node)] <= tree.threshold(node);
            return worth(tree, goesLeft ? left : right, set, row);
        }
        return (tree.weight(left) * worth(tree, left, set, row) + tree.weight(right) * worth(tree, right, set, row))
                / tree.weight(node);
    }

    @Test
    void linearModelsContributeCoefficientsTimesValues() {
        Fitted fitted = fit(Learners.named("Ridge").orElseThrow(), Map.of(), 0);
        Explainer explainer = ((Explains) fitted).explainer(ENDLESS);
        double[][] once = new double[1][FEATURES];
        explainer.walk().add(new double[] {1, 0, 0, 2, 0}, once, ENDLESS);
        double[] zero = new double[FEATURES];

        assertThat(explainer.base()[0]).isEqualTo(((Fitted.Numbers) fitted).predict(zero, ENDLESS));
        assertThat(once[0][1]).isZero();
        double first = ((Fitted.Numbers) fitted).predict(new double[] {1, 0, 0, 0, 0}, ENDLESS)
                - explainer.base()[0];
        assertThat(once[0][0]).isCloseTo(first, within(1e-9));
    }
}
