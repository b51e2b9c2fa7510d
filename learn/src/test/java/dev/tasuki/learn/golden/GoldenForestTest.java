package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.forest.ClassificationForest;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.ForestParametersBuilder;
import dev.tasuki.learn.forest.RandomForestClassifier;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every setting of the golden files: trees, predictions, importances and out-of-bag results, to the
 * last bit.
 */
class GoldenForestTest {
    @ParameterizedTest
    @MethodSource("settings")
    void isScikitLearnsForest(String name) throws Exception {
        Golden golden = Golden.named(name);
        Line line = golden.only("data");
        double[] killer = golden.says("killer") ? golden.only("killer").doubles(0) : new double[0];
        GoldenData data = GoldenData.of(
                line.values().get(0),
                line.integer(1),
                line.integer(2),
                Long.parseLong(line.values().get(3)),
                killer);
        ForestParameters parameters = parameters(golden);
        if (parameters.kind() == Kind.NUMBERS) {
            compareNumbers(golden, data, line.values().get(4), parameters);
        } else {
            compareClasses(golden, data, line.values().get(4), parameters);
        }
    }

    private static void compareNumbers(Golden golden, GoldenData data, String target, ForestParameters parameters)
            throws Exception {
        FeatureMatrix x = data.matrix();
        double[] y = data.numbers(target);
        RegressionForest forest = RandomForestRegressor.fit(x, y, parameters, FitContext.threads(2));

        GoldenTrees.assertEqual(forest, golden);
        assertThat(forest.featureImportances())
                .isEqualTo(golden.only("importances").doubles(0));
        double[] predicted = golden.only("predict").doubles(0);
        assertThat(Arrays.copyOf(forest.predict(x), predicted.length)).isEqualTo(predicted);
        for (int i = 0; i < predicted.length; i++) {
            assertThat(forest.predict(data.rows()[i])).isEqualTo(predicted[i]);
        }
        if (parameters.oobScore()) {
            assertThat(forest.oobScore()).hasValue(golden.only("oob_score").number(0));
            assertThat(RandomForestRegressor.oobPrediction(forest, x, y))
                    .isEqualTo(golden.only("oob").doubles(0));
        }
    }

    private static void compareClasses(Golden golden, GoldenData data, String target, ForestParameters parameters)
            throws Exception {
        FeatureMatrix x = data.matrix();
        ClassTarget y = data.classes(target);
        ClassificationForest forest = RandomForestClassifier.fit(x, y, parameters, FitContext.threads(2));

        List<String> labels = golden.only("classes").values().stream()
                .map(hex -> hex.equals("-") ? "" : new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
                .toList();
        assertThat(labels).hasSize(forest.labels().size());
        for (int k = 0; k < labels.size(); k++) {
            assertThat(forest.labels().text(k)).isEqualTo(labels.get(k));
        }
        GoldenTrees.assertEqual(forest, golden);
        assertThat(forest.featureImportances())
                .isEqualTo(golden.only("importances").doubles(0));
        int[] predicted = golden.only("predict").ints(0);
        assertThat(Arrays.copyOf(forest.predict(x), predicted.length)).isEqualTo(predicted);
        double[][] probabilities = Arrays.copyOf(forest.predictProbabilities(x), predicted.length);
        assertThat(flat(probabilities)).isEqualTo(golden.only("proba").doubles(0));
        if (parameters.oobScore()) {
            assertThat(forest.oobScore()).hasValue(golden.only("oob_score").number(0));
            assertThat(flat(RandomForestClassifier.oobProbabilities(forest, x, y)))
                    .isEqualTo(golden.only("oob").doubles(0));
        }
    }

    private static ForestParameters parameters(Golden golden) {
        String algorithm = golden.only("algorithm").values().getFirst();
        ForestParametersBuilder builder =
                ForestParameters.of(Learners.named(algorithm).orElseThrow().kind());
        for (Line parameter : golden.all("parameter")) {
            builder.set(parameter.values().get(0), plain(parameter.values().get(1)));
        }
        return builder.build();
    }

    /** A value as Python shows it. */
    static @Nullable Object plain(String shown) {
        return switch (shown) {
            case "True" -> true;
            case "False" -> false;
            case "None" -> null;
            default ->
                shown.startsWith("'")
                        ? shown.substring(1, shown.length() - 1)
                        : shown.contains(".") ? (Object) Double.valueOf(shown) : (Object) Long.valueOf(shown);
        };
    }

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    static List<String> settings() throws IOException, URISyntaxException {
        return named("r-", "c-");
    }

    /** The names of the golden files that begin so. */
    static List<String> named(String first, String second) throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(Golden.class.getResource("/golden")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(".gz", ""))
                    .filter(name -> name.startsWith(first) || name.startsWith(second))
                    .sorted()
                    .toList();
        }
    }
}
