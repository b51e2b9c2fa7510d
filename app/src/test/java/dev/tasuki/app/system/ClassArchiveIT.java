package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes in a release: two builds make the same, and it is worth its size. */
class ClassArchiveIT {
    private static final Pattern ADDRESS = Pattern.compile("answers at (http://\\S+)");

    @TempDir
    Path directory;

    @BeforeAll
    static void make() throws Exception {
        Release.make();
    }

    @Test
    void madeAnewInAnotherFolderItHasTheSameBytes() throws Exception {
        Path again = directory.resolve("again.jsa");
        run("cp -a '" + Release.unpacked() + "' another-folder");
        run("'" + Checkout.root().resolve("release/archive.sh") + "' another-folder '" + again + "'");
        assertThat(Files.mismatch(again, Release.unpacked().resolve("app/tasuki.jsa")))
                .isEqualTo(-1);
    }

    /** If it does not any more: release/classes.sh makes the list anew. */
    @Test
    void aServerFindsNearlyAllItsClassesInIt() throws Exception {
        Path loaded = directory.resolve("loaded.txt");
        Map<String, String> variables = Map.of(
                "PATH",
                "/usr/bin:/bin",
                "TASUKI_JAVA_OPTS",
                "-Xshare:on -Xlog:class+load:file=" + loaded,
                "TASUKI_PORT",
                "0",
                "TASUKI_DATA",
                "data");
        String program = Release.unpacked().resolve("bin/tasuki").toString();
        try (Program server = Program.alone(directory, variables, "'" + program + "' serve")) {
            assertThat(server.awaitOutput(ADDRESS).group(1)).startsWith("http://");
        }
        List<String> classes = Files.readAllLines(loaded);
        long found = classes.stream()
                .filter(line -> line.contains("source: shared objects file"))
                .count();
        assertThat(found).isGreaterThan(classes.size() * 9L / 10);
    }

    private void run(String command) throws Exception {
        try (Program program = Program.alone(directory, Map.of("PATH", "/usr/bin:/bin"), command)) {
            assertThat(program.exit()).as(program.out() + program.err()).isZero();
        }
    }
}
