package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.system.Program.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files are predicted by the program as it is shipped, with little memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictCsvIT {
    private static final int ROWS = 100_000;
    private static final String NAMES = "age,bmi,bp,s1,s2,s3,s4,s5,s6";
    private static final String ROW =
            "0.038076,0.061696,0.021872,-0.044223,-0.034821,-0.043401,-0.002592,0.019908,-0.017646";

    @TempDir
    static Path directory;

    private Program server;
    private Place place;

    @BeforeAll
    void serve() {
        server = Program.serving(new Place(directory, Map.of("TASUKI_JAVA_OPTS", "-Xmx256m")), "serve");
        place = new Place(directory, Map.of("TASUKI_URL", server.url()));
        Program.run(place, "train", "--dataset", "diabetes", "--target", "target", "--features", NAMES, "--wait")
                .expect(0);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aHundredThousandRowsAtAQuarterOfAGigabyte() throws IOException {
        Path in = directory.resolve("in.csv");
        Files.writeString(in, "id," + NAMES + "\n");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            rows.append(i).append(',').append(ROW).append('\n');
        }
        Files.writeString(in, rows, StandardOpenOption.APPEND);

        Program.run(place, "predict", "@latest", "--csv", "in.csv", "-o", "out.csv")
                .expect(0);

        try (BufferedReader out = Files.newBufferedReader(directory.resolve("out.csv"))) {
            assertThat(out.readLine()).isEqualTo("id," + NAMES + ",prediction,warning");
            for (int i = 0; i < ROWS; i++) {
                assertThat(out.readLine()).isEqualTo(i + "," + ROW + ",208.6445780005619,");
            }
            assertThat(out.readLine()).isNull();
        }
        assertThat(server.err()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void nothingIsWrittenOfWhatIsRefused() throws IOException {
        Files.writeString(directory.resolve("short.csv"), "age,bmi\n1,2\n");
        Path before = Files.writeString(directory.resolve("kept.csv"), "before");

        Program.Ended ended = Program.run(place, "predict", "@latest", "--csv", "short.csv", "-o", "kept.csv");

        assertThat(ended.expect(2).err()).contains("the CSV lacks the columns bp, s1, s2, s3, s4, s5, s6");
        assertThat(before).hasContent("before");
        assertThat(directory.resolve("kept.csv.part")).doesNotExist();
    }
}
