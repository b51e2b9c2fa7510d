package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.app.house.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What people install, made of the program under test unless the build made it just now. */
final class Release {
    static final Path FOLDER = Checkout.root().resolve("app/target/release");
    private static final Path SUMS = FOLDER.resolve("SHA256SUMS");

    private Release() {}

    /** Makes it once, however many test classes ask; skips the test where none can be made. */
    static synchronized void make() throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "a release is for Linux on x86-64");
        build();
    }

    /** The one file whose name ends so. */
    static Path file(String end) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The folder that is packed. */
    static Path unpacked() throws IOException {
        String archive = file(".tar.gz").getFileName().toString();
        return FOLDER.resolve(archive.substring(0, archive.length() - ".tar.gz".length()));
    }

    private static void build() throws IOException, InterruptedException {
        if (Files.exists(SUMS)
                && newerThan(
                        "app/target/tasuki.jar",
                        "release/make.sh",
                        "release/archive.sh",
                        "release/classes.txt",
                        "release/launcher.sh",
                        "release/OneJar.java",
                        "release/Bill.java",
                        "release/target/tasuki-release.jar",
                        "release/deb/control",
                        "release/deb/postinst",
                        "release/deb/prerm",
                        "release/deb/postrm",
                        "deploy/tasuki@.service",
                        "THIRD-PARTY.txt",
                        "tasuki")) {
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
