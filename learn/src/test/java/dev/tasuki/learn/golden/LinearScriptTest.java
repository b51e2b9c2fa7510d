package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the script that made the golden files of linear models. What it makes has other last digits on other machines, so
 * it is compared with models fitted here, as the committed files are; settings drawn at random likewise.
 */
@Tag("backend")
class LinearScriptTest {
    private static final Path COMMITTED = Path.of("src/test/resources/golden-linear");

    @BeforeAll
    static void needsScikitLearn() throws Exception {
        ScikitLearn.require();
    }

    @Test
    void makesTheSettingsOfTheCommittedFiles(@TempDir Path made) throws Exception {
        ScikitLearn.make("golden_linear.py", made);

        assertThat(ScikitLearn.names(made))
                .isEqualTo(ScikitLearn.names(COMMITTED))
                .hasSizeGreaterThan(20);
        compareAll(made);
    }

    @Test
    void fitsScikitLearnsModelsForSettingsDrawnAtRandom(@TempDir Path made) throws Exception {
        ScikitLearn.makeDrawn("golden_linear.py", made);

        compareAll(made);
    }

    private static void compareAll(Path made) throws Exception {
        for (String name : ScikitLearn.names(made)) {
            Golden golden = ScikitLearn.read(made.resolve(name));
            try {
                GoldenLinearTest.compare(golden);
            } catch (RuntimeException | AssertionError different) {
                String setting = golden.only("algorithm") + " " + golden.only("data") + " " + golden.all("parameter");
                throw new AssertionError(name + " of seed " + ScikitLearn.SEED + ", " + setting, different);
            }
        }
    }
}
