package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.forest.ClassificationForest;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.WalkCounter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of a single tree in the golden files: nodes, predictions and importances, to the last bit. */
class GoldenDecisionTreeTest {
    @ParameterizedTest
    @MethodSource("settings")
    void isScikitLearnsTree(String name) throws Exception {
        Golden golden = Golden.named(name);
        Line line = golden.only("data");
        GoldenData data = GoldenData.of(
                line.values().get(0),
                line.integer(1),
                line.integer(2),
                Long.parseLong(line.values().get(3)),
                new double[0]);
        String target = line.values().get(4);
        Rows rows = Rows.ofRows(data.rows());
        boolean numbers = name.startsWith("dr-");
        Fitted fitted = learner(golden)
                .fit(
                        rows,
                        numbers ? new Target.Numbers(data.numbers(target)) : new Target.Classes(data.classes(target)),
                        FitContext.threads(2));

        assertThat(fitted.importances().orElseThrow())
                .isEqualTo(golden.only("importances").doubles(0));
        switch (fitted) {
            case Fitted.Scores none -> throw new AssertionError("it has no target");
            case Fitted.Numbers tree -> compare(tree, rows, golden);
            case Fitted.Classes tree -> compare(tree, rows, golden);
        }
    }

    private static void compare(Fitted.Numbers tree, Rows rows, Golden golden) throws Exception {
        GoldenTrees.assertEqual((RegressionForest) tree, golden);
        double[] predicted = golden.only("predict").doubles(0);
        assertThat(Arrays.copyOf(tree.predict(rows, () -> false), predicted.length))
                .isEqualTo(predicted);
        for (int i = 0; i < predicted.length; i++) {
            assertThat(tree.predict(rows.row(i), new WalkCounter(1, () -> false)))
                    .isEqualTo(predicted[i]);
        }
    }

    private static void compare(Fitted.Classes tree, Rows rows, Golden golden) throws Exception {
        GoldenTrees.assertEqual((ClassificationForest) tree, golden);
        List<String> labels = golden.only("classes").values().stream()
                .map(hex -> hex.equals("-") ? "" : new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
                .toList();
        for (int k = 0; k < labels.size(); k++) {
            assertThat(tree.labels().text(k)).isEqualTo(labels.get(k));
        }
        int[] predicted = golden.only("predict").ints(0);
        double[][] probabilities = Arrays.copyOf(tree.predictProbabilities(rows, () -> false), predicted.length);
        assertThat(GoldenForestTest.flat(probabilities))
                .isEqualTo(golden.only("proba").doubles(0));
        assertThat(Arrays.stream(probabilities)
                        .mapToInt(Fitted.Classes::likeliest)
                        .toArray())
                .isEqualTo(predicted);
    }

    private static ConfiguredLearner<?> learner(Golden golden) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (Line parameter : golden.all("parameter")) {
            given.put(
                    parameter.values().get(0),
                    GoldenForestTest.plain(parameter.values().get(1)));
        }
        String name = golden.only("algorithm").values().getFirst();
        return ConfiguredLearner.of(Learners.named(name).orElseThrow(), given);
    }

    static List<String> settings() throws IOException, URISyntaxException {
        return GoldenForestTest.named("dr-", "dc-");
    }
}
