package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Target;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of the golden files of linear models, to the tolerance that the learner itself states. */
class GoldenLinearTest {
    /** Predictions near 0 differ by as much as those far from it. */
    private static final double LEAST_SCALE = 1;

    @ParameterizedTest
    @MethodSource("settings")
    void isScikitLearnsModelAsNearAsPromised(Path file) throws Exception {
        compare(ScikitLearn.read(file));
    }

    static void compare(Golden golden) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (Line parameter : golden.all("parameter")) {
            given.put(
                    parameter.values().get(0),
                    GoldenForestTest.plain(parameter.values().get(1)));
        }
        Line line = golden.only("data");
        GoldenData data = GoldenData.of(
                line.values().get(0),
                line.integer(1),
                line.integer(2),
                Long.parseLong(line.values().get(3)),
                new double[0]);
        String target = line.values().get(4);
        String name = golden.only("algorithm").values().getFirst();
        boolean classes = name.equals("LogisticRegression");
        Rows rows = Rows.ofRows(data.rows());
        ConfiguredLearner<?> learner = ConfiguredLearner.of(Learners.named(name).orElseThrow(), given);
        Fitted fitted = learner.fit(
                rows,
                classes ? new Target.Classes(data.classes(target)) : new Target.Numbers(data.numbers(target)),
                FitContext.alone());
        double tolerance = ((Equality.Tolerance) learner.learner().equality()).relative();
        double[] expected = golden.only(classes ? "proba" : "predict").doubles(0);
        double[] found = Arrays.copyOf(predicted(fitted, rows), expected.length);
        for (int i = 0; i < expected.length; i++) {
            double scale = classes ? 1 : Math.max(LEAST_SCALE, Math.abs(expected[i]));
            assertThat(Math.abs(found[i] - expected[i]) / scale)
                    .as("prediction %d: %s, scikit-learn's is %s", i, found[i], expected[i])
                    .isLessThan(tolerance);
        }
    }

    private static double[] predicted(Fitted fitted, Rows rows) {
        return switch (fitted) {
            case Fitted.Scores none -> throw new AssertionError("it has no target");
            case Fitted.Numbers of -> of.predict(rows, () -> false);
            case Fitted.Classes of -> GoldenForestTest.flat(of.predictProbabilities(rows, () -> false));
        };
    }

    static List<Path> settings() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Golden.class.getResource("/golden-linear"))
                .toURI());
        return ScikitLearn.names(folder).stream().map(folder::resolve).toList();
    }
}
