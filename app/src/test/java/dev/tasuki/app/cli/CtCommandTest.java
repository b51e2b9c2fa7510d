package dev.tasuki.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without named features ct takes the columns that can be learned from, as train does. */
class CtCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
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

    @Test
    void withoutATargetScoresAreComparedAndEveryChangeCounts() throws IOException {
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < 60; i++) {
            csv.append("%d,%d\n".formatted(i % 7, i == 30 ? 500 : i % 5));
        }
        Files.writeString(directory.resolve("rows.csv"), csv);
        String[] ct = {"ct", "--dataset", "rows.csv", "--algorithm", "IsolationForest", "-p", "n_estimators=20"};

        int first = run(with(ct, "--out", "one"));
        int same = run(with(ct, "--out", "two", "--baseline", "one/metrics.json"));
        int other = run(with(
                ct, "--out", "three", "-p", "random_state=7", "--baseline", "one/metrics.json", "--tolerance", "0"));
        int tolerated = run(with(
                ct, "--out", "four", "-p", "random_state=7", "--baseline", "one/metrics.json", "--tolerance", "5"));

        assertThat(first).as(err.toString(UTF_8)).isZero();
        assertThat(Files.readString(directory.resolve("one/metrics.json")))
                .contains("outlier_share", "mean_score", "min_score");
        assertThat(Files.readString(directory.resolve("one/report.md")))
                .startsWith("## Training report: `IsolationForest`");
        assertThat(same).isZero();
        assertThat(other).isEqualTo(Exit.FAILED);
        assertThat(tolerated).isZero();
    }

    @Test
    void withoutATargetItSaysWhichAlgorithmHasNone() throws IOException {
        Files.writeString(directory.resolve("towns.csv"), "a,y\n1,1\n2,2\n");

        int exit = run("ct", "--dataset", "towns.csv");

        assertThat(exit).isEqualTo(Exit.WRONG);
        assertThat(err.toString(UTF_8)).contains("--target", "--algorithm IsolationForest");
    }

    @Test
    void whatWasTriedIsShown() throws IOException {
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int i = 0; i < 40; i++) {
            csv.append("%d,%d\n".formatted(i % 10, 3 * (i % 10)));
        }
        Files.writeString(directory.resolve("rows.csv"), csv);

        int exit = run(
                "ct",
                "--dataset",
                "rows.csv",
                "--target",
                "y",
                "-p",
                "n_estimators=3",
                "--search",
                "max_depth=1,4",
                "--search",
                "cv=2",
                "--out",
                "report");

        assertThat(exit).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("RANK", "CANDIDATE", "max_depth=4", "measured", "taken");
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    private int run(String... words) {
        CommandContext context = new CommandContext(
                Map.of(),
                directory,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false);
        return new Program(context).run(words);
    }
}
