package dev.tasuki.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without named features ct takes the columns that can be learned from, as train does. */
class CtCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void columnsThatCannotBeUsedAreLeftOutAloud() throws IOException {
        StringBuilder csv = new StringBuilder("city,age,member,far,y\n");
        for (int i = 0; i < 20; i++) {
            csv.append("Kyoto,%s,%s,1e39,%d\n".formatted(i == 3 ? "" : "4", i % 2 == 0, i));
        }
        Files.writeString(directory.resolve("people.csv"), csv);

        int exit = run("ct", "--dataset", "people.csv", "--target", "y", "-p", "n_estimators=3", "--out", "report");
        String prepared = err.toString(UTF_8);
        err.reset();
        int plain = run("ct", "--dataset", "people.csv", "--target", "y", "--preprocess", "none", "--out", "plain");

        assertThat(prepared).contains("left out: \"far\" (values beyond").doesNotContain("\"city\"");
        assertThat(err.toString(UTF_8))
                .contains("left out: \"city\" (text), \"age\" (1 of 20 rows have no value), \"far\" (values beyond");
        assertThat(plain).isZero();
        assertThat(exit).isZero();
        assertThat(directory.resolve("report/metrics.json")).exists();
    }

    @Test
    void whereNoColumnIsLeftTheReasonsAreSaid() throws IOException {
        Files.writeString(directory.resolve("towns.csv"), "city,y\nKyoto,1\nNara,2\n");

        int exit = run("ct", "--dataset", "towns.csv", "--target", "y", "--preprocess", "none");

        assertThat(err.toString(UTF_8))
                .startsWith("tasuki: no column of dataset towns.csv can be learned from as it is: \"city\" (text)");
        assertThat(exit).isEqualTo(Exit.WRONG);
    }

    private int run(String... words) {
        CommandContext context = new CommandContext(
                Map.of(),
                directory,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false);
        return new Program(context).run(words);
    }
}
