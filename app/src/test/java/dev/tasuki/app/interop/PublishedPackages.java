package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tasuki.app.house.Checkout;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Packages of others whose files tests read. They stay in their packages; a test without them is skipped. */
final class PublishedPackages {
    /** Where Debian's Python packages are. */
    static final Path PYTHON = Path.of("/usr/lib/python3/dist-packages");

    private PublishedPackages() {}

    /** The path if it is there; where all must be there, the test fails without it. */
    static Path there(Path path, String packages) {
        if (!Files.exists(path) && Boolean.parseBoolean(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError(path + " is missing, and TASUKI_REQUIRE_BACKENDS is true: install " + packages);
        }
        return Files.exists(path) ? path : abort(path + " is missing: install " + packages);
    }

    /** Installs npm's packages of {@code interop/files} below the directory; where the files of vega-datasets are. */
    static Path vega(Path directory) throws Exception {
        there(Path.of("/usr/bin/npm"), "npm");
        Path project = Files.createDirectory(directory.resolve("files"));
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(Checkout.root().resolve("interop/files").resolve(file), project.resolve(file));
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(project.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(project.resolve("npm.log").toFile())
                .start();
        assertThat(npm.waitFor())
                .as(Files.readString(project.resolve("npm.log")))
                .isZero();
        return project.resolve("node_modules/vega-datasets/data");
    }
}
