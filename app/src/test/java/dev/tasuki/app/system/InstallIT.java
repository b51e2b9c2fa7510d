package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.app.house.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/install.md, in their order, where no Java is to be found: the path is a folder of the few tools
 * that a machine has at least. The archive is made here unless the build made it just now.
 */
class InstallIT {
    private static final Path RELEASE = Checkout.root().resolve("app/target/release");
    private static final Path SUMS = RELEASE.resolve("SHA256SUMS");

    @TempDir
    Path directory;

    @Test
    void theArchiveServesWhereNoJavaIs() throws Exception {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "the archive is for Linux on x86-64");
        make();
        Path folder = Files.createDirectory(directory.resolve("down loads"));
        try (Stream<Path> made = Files.list(RELEASE)) {
            for (Path file : made.filter(Files::isRegularFile).toList()) {
                Files.createSymbolicLink(folder.resolve(file.getFileName()), file);
            }
        }
        List<String> commands = PageCommands.blocks("docs/install.md").stream()
                .filter(block -> block.language().equals("sh"))
                .map(PageCommands.Block::text)
                .toList();
        assertThat(commands).hasSize(4);
        String path = tools("dirname", "gzip", "mv", "readlink", "rm", "sh", "sha256sum", "tar");
        // The JVM ends at once, instead of starting slowly, if the archive of classes does not fit.
        Map<String, String> variables =
                Map.of("PATH", path, "TASUKI_JAVA_OPTS", "-XX:AOTMode=on", "TASUKI_PORT", "0", "TASUKI_DATA", "data");

        String unpacked = end(Program.alone(folder, Map.of("PATH", path), commands.get(0)));
        assertThat(unpacked).contains("linux-x64.tar.gz: OK", "tasuki ", "(Java 25");
        try (Program server = Program.alone(folder, variables, commands.get(1))) {
            String figures =
                    end(Program.alone(folder, Map.of("PATH", path, "TASUKI_URL", server.url()), commands.get(2)));
            assertThat(figures).contains("rmse 53.03900735084424 ").endsWith("\n208.6445780005619\n");
        }
        end(Program.alone(folder, Map.of("PATH", path), commands.get(3)));
        assertThat(folder.resolve("tasuki")).doesNotExist();
    }

    private static String end(Program program) {
        try (program) {
            assertThat(program.exit()).as(program.out() + program.err()).isZero();
            return program.out();
        }
    }

    /** A folder with these programs of the machine, as a path. */
    private String tools(String... names) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("tools"));
        for (String name : names) {
            Files.createSymbolicLink(folder.resolve(name), Path.of("/usr/bin", name));
        }
        return folder.toString();
    }

    private static void make() throws IOException, InterruptedException {
        if (Files.exists(SUMS)
                && newerThan("app/target/tasuki.jar", "release/make.sh", "release/launcher.sh", "tasuki")) {
            return;
        }
        Path log = Checkout.root().resolve("app/target/release.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Checkout.root().resolve("release/make.sh").toString(), "0-test", "2026-11-01T00:00:00Z")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("TASUKI_JAVA", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("made in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static boolean newerThan(String... sources) throws IOException {
        for (String source : sources) {
            if (Files.getLastModifiedTime(Checkout.root().resolve(source)).compareTo(Files.getLastModifiedTime(SUMS))
                    > 0) {
                return false;
            }
        }
        return true;
    }
}
