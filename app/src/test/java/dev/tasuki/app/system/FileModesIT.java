package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other users of the machine can read of a server's data, whatever the umask of who starts it. */
class FileModesIT {
    @TempDir
    Path directory;

    @Test
    void nothingIsForOthersEvenIfTheirUmaskHidesNothing() throws IOException {
        try (Program server = Program.servingWithUmask(new Place(directory), "000", "serve")) {
            Http http = new Http(server.url());
            assertThat(http.put("/datasets/mine", "a,b\n1,2\n3,4\n").statusCode())
                    .isEqualTo(201);
            String model = http.train(Http.TRAIN);
            assertThat(http.ended(model).path("state").asText()).isEqualTo("TASK_COMPLETED");
            Path data = directory.resolve("tasuki-data");

            assertThat(modes(data))
                    .isNotEmpty()
                    .allSatisfy((path, mode) -> assertThat(mode)
                            .as(path.toString())
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
            try (Stream<Path> all = Files.walk(data)) {
                assertThat(all.map(path -> data.relativize(path).toString()))
                        .contains("tasuki.db", "objects/datasets/mine.csv", "objects/models/" + model + "/1.tasuki")
                        .anyMatch(name -> name.contains("sqlitejdbc"));
            }
        }
    }

    private static Map<Path, String> modes(Path data) throws IOException {
        Map<Path, String> modes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.toList()) {
                modes.put(path, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        return modes;
    }
}
