package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.numpy.GlibcExp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every setting of the golden files of boosting, on one thread and on four: trees, start values, scores
 * and predictions, to the last bit.
 */
class GoldenBoostTest {
    @ParameterizedTest
    @MethodSource("settings")
    void isScikitLearnsModel(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            Golden golden = Golden.read(in);
            GoldenBoost.assertEqual(golden, 1);
            GoldenBoost.assertEqual(golden, 4);
        }
    }

    @Test
    void hasTheExponentialsOfGlibcAndScipy() throws Exception {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden-boost/exp.gz"))) {
            for (Line line : Golden.read(in).lines()) {
                double x = line.number(0);
                assertThat(GlibcExp.exp(x)).as("exp %s", x).isEqualTo(line.number(1));
                assertThat(GlibcExp.expit(x)).as("expit %s", x).isEqualTo(line.number(2));
            }
        }
    }

    static List<Path> settings() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Golden.class.getResource("/golden-boost"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("exp.gz")).sorted().toList();
        }
    }
}
