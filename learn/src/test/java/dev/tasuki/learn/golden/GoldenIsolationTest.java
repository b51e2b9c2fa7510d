package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.isolation.Isolated;
import dev.tasuki.learn.isolation.IsolationForest;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
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

/** Every setting of the golden files of isolation forests: trees to the last bit, scores as near as promised. */
class GoldenIsolationTest {
    /** Scores are between -1 and 0. */
    private static final Offset<Double> PROMISED = Offset.offset(1e-14);

    @ParameterizedTest
    @MethodSource("settings")
    void isScikitLearnsForest(Path file) throws Exception {
        compare(ScikitLearn.read(file));
    }

    static void compare(Golden golden) throws Exception {
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
        Rows rows = Rows.ofRows(data.rows());
        Isolated forest = (Isolated) ConfiguredLearner.of(new IsolationForest(), given)
                .fit(rows, new Target.None(rows.rows()), FitContext.alone());

        GoldenTrees.assertEqual(forest.trees(), golden);
        assertThat(forest.offset()).isCloseTo(golden.only("offset").number(0), PROMISED);
        double[] expected = golden.only("score").doubles(0);
        double[] scores = Arrays.copyOf(forest.score(rows, () -> false), expected.length);
        assertThat(scores).containsExactly(expected, PROMISED);
        int[] outliers = golden.only("outlier").ints(0);
        for (int row = 0; row < scores.length; row++) {
            assertThat(forest.score(rows.row(row), new WalkCounter(3, () -> false)))
                    .isEqualTo(scores[row]);
            boolean atTheEdge = Math.abs(scores[row] - forest.offset()) < PROMISED.value;
            assertThat(scores[row] < forest.offset() || atTheEdge)
                    .as("row %d", row)
                    .isEqualTo(outliers[row] == 1 || atTheEdge);
        }
    }

    static List<Path> settings() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Golden.class.getResource("/golden-isolation"))
                .toURI());
        return ScikitLearn.names(folder).stream().map(folder::resolve).toList();
    }
}
