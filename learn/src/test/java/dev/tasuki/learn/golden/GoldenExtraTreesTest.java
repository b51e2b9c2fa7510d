package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.forest.ClassificationForest;
import dev.tasuki.learn.forest.ExtraTreesClassifier;
import dev.tasuki.learn.forest.ExtraTreesRegressor;
import dev.tasuki.learn.forest.Forest;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.ForestParametersBuilder;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.spi.FitContext;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of the golden files of extremely randomized trees, to the last bit. */
class GoldenExtraTreesTest {
    @ParameterizedTest
    @MethodSource("settings")
    void isScikitLearnsForest(Path file) throws Exception {
        compare(ScikitLearn.read(file));
    }

    static void compare(Golden golden) throws Exception {
        Line line = golden.only("data");
        GoldenData data = GoldenData.of(
                line.values().get(0),
                line.integer(1),
                line.integer(2),
                Long.parseLong(line.values().get(3)),
                new double[0]);
        FeatureMatrix x = data.matrix();
        String target = line.values().get(4);
        Forest forest;
        OptionalDouble oobScore;
        if (golden.only("algorithm").values().getFirst().equals("ExtraTreesRegressor")) {
            RegressionForest fitted = ExtraTreesRegressor.fit(
                    x, data.numbers(target), parameters(golden, ExtraTreesRegressor.defaults()), FitContext.threads(2));
            double[] predicted = golden.only("predict").doubles(0);
            assertThat(Arrays.copyOf(fitted.predict(x), predicted.length)).isEqualTo(predicted);
            forest = fitted;
            oobScore = fitted.oobScore();
        } else {
            ClassificationForest fitted = ExtraTreesClassifier.fit(
                    x,
                    data.classes(target),
                    parameters(golden, ExtraTreesClassifier.defaults()),
                    FitContext.threads(2));
            double[] expected = golden.only("proba").doubles(0);
            double[] found = GoldenForestTest.flat(fitted.predictProbabilities(x));
            assertThat(Arrays.copyOf(found, expected.length)).isEqualTo(expected);
            forest = fitted;
            oobScore = fitted.oobScore();
        }
        GoldenTrees.assertEqual(forest, golden);
        assertThat(forest.featureImportances())
                .isEqualTo(golden.only("importances").doubles(0));
        if (golden.says("oob_score")) {
            assertThat(oobScore).hasValue(golden.only("oob_score").number(0));
        }
    }

    private static ForestParameters parameters(Golden golden, ForestParametersBuilder defaults) {
        for (Line parameter : golden.all("parameter")) {
            defaults.set(
                    parameter.values().get(0),
                    GoldenForestTest.plain(parameter.values().get(1)));
        }
        return defaults.build();
    }

    static List<Path> settings() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Golden.class.getResource("/golden-extra"))
                .toURI());
        return ScikitLearn.names(folder).stream().map(folder::resolve).toList();
    }
}
