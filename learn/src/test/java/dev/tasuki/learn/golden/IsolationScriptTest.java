package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the script that made the golden files of isolation forests: the files cannot go stale, and settings
 * drawn at random give scikit-learn's trees too.
 */
@Tag("backend")
class IsolationScriptTest {
    private static final Path COMMITTED = Path.of("src/test/resources/golden-isolation");

    @BeforeAll
    static void needsScikitLearn() throws Exception {
        ScikitLearn.require();
    }

    @Test
    void makesTheCommittedFiles(@TempDir Path made) throws Exception {
        ScikitLearn.make("golden_isolation.py", made);

        assertThat(ScikitLearn.names(made)).hasSizeGreaterThan(10);
        ScikitLearn.assertSame(COMMITTED, made);
    }

    @Test
    void growsScikitLearnsTreesForSettingsDrawnAtRandom(@TempDir Path made) throws Exception {
        ScikitLearn.makeDrawn("golden_isolation.py", made);

        for (String name : ScikitLearn.names(made)) {
            Golden golden = ScikitLearn.read(made.resolve(name));
            try {
                GoldenIsolationTest.compare(golden);
            } catch (RuntimeException | AssertionError different) {
                String setting = golden.only("algorithm") + " " + golden.only("data") + " " + golden.all("parameter");
                throw new AssertionError(name + " of seed " + ScikitLearn.SEED + ", " + setting, different);
            }
        }
    }
}
