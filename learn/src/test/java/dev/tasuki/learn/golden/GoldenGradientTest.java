package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.gradient.Staged;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.WalkCounter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of the golden files of gradient boosting by stages, to the last bit. */
class GoldenGradientTest {
    private static final double ULP_OF_START = 4e-15;
    private static final double PROMISED = 1e-12;

    @ParameterizedTest
    @MethodSource("settings")
    void isScikitLearnsModel(Path file) throws Exception {
        Golden golden = ScikitLearn.read(file);
        assertThat(((Staged) fitted(golden)).start())
                .isEqualTo(golden.only("start").number(0));
        compareTrees(golden);
    }

    /** The same, but a classifier may start a unit in the last place beside scikit-learn's logarithm. */
    static void compareTrees(Golden golden) throws Exception {
        Fitted fitted = fitted(golden);
        Staged staged = (Staged) fitted;
        double start = golden.only("start").number(0);
        boolean sameStart = staged.start() == start;
        boolean numbers = fitted instanceof Fitted.Numbers;
        assertThat(staged.start()).isCloseTo(start, Offset.offset(numbers ? 0 : ULP_OF_START));
        Offset<Double> tolerance = Offset.offset(sameStart ? 0 : PROMISED);
        if (sameStart) {
            GoldenTrees.assertEqual(staged.trees(), golden);
        }
        assertThat(fitted.importances().orElseThrow())
                .containsExactly(golden.only("importances").doubles(0), tolerance);
        Rows rows = Rows.ofRows(data(golden).rows());
        double[] expected = golden.only(numbers ? "predict" : "proba").doubles(0);
        double[] found = predicted(fitted, rows);
        assertThat(Arrays.copyOf(found, expected.length)).containsExactly(expected, tolerance);
        double[] first = predicted(fitted, rows.row(0));
        assertThat(first).isEqualTo(Arrays.copyOf(found, first.length));
    }

    private static double[] predicted(Fitted fitted, Rows rows) {
        return switch (fitted) {
            case Fitted.Scores none -> throw new AssertionError("it has no target");
            case Fitted.Numbers of -> of.predict(rows, () -> false);
            case Fitted.Classes of -> GoldenForestTest.flat(of.predictProbabilities(rows, () -> false));
        };
    }

    private static double[] predicted(Fitted fitted, double[] row) {
        WalkCounter walks = new WalkCounter(3, () -> false);
        return switch (fitted) {
            case Fitted.Scores none -> throw new AssertionError("it has no target");
            case Fitted.Numbers of -> new double[] {of.predict(row, walks)};
            case Fitted.Classes of -> of.predictProbabilities(row, walks);
        };
    }

    private static GoldenData data(Golden golden) {
        Line line = golden.only("data");
        return GoldenData.of(
                line.values().get(0),
                line.integer(1),
                line.integer(2),
                Long.parseLong(line.values().get(3)),
                new double[0]);
    }

    private static Fitted fitted(Golden golden) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (Line parameter : golden.all("parameter")) {
            given.put(
                    parameter.values().get(0),
                    GoldenForestTest.plain(parameter.values().get(1)));
        }
        String name = golden.only("algorithm").values().getFirst();
        GoldenData data = data(golden);
        String target = golden.only("data").values().get(4);
        return ConfiguredLearner.of(Learners.named(name).orElseThrow(), given)
                .fit(
                        Rows.ofRows(data.rows()),
                        name.endsWith("Regressor")
                                ? new Target.Numbers(data.numbers(target))
                                : new Target.Classes(data.classes(target)),
                        FitContext.threads(2));
    }

    static List<Path> settings() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Golden.class.getResource("/golden-gradient"))
                .toURI());
        return ScikitLearn.names(folder).stream().map(folder::resolve).toList();
    }
}
