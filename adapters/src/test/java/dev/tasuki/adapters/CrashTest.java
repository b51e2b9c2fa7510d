package dev.tasuki.adapters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.adapters.files.DirectoryStore;
import dev.tasuki.adapters.sql.Database;
import dev.tasuki.adapters.sql.DatabaseSettings;
import dev.tasuki.adapters.sql.SqlBroker;
import dev.tasuki.adapters.sql.SqlTaskStore;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.TaskId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed (SIGKILL) again and again in the middle of its work. Whatever it said was
 * stored is there afterwards, and nothing is there by half. This shows that no promise is given
 * before the write has left the process; that the disk keeps it is what fsync is for.
 */
final class CrashTest {
    private static final int ROUNDS = 4;
    private static final long SEED = 20261123;

    @TempDir
    Path directory;

    @Test
    @SuppressWarnings("try") // the subscription is open for the block
    void whatWasPromisedIsThereAfterKill() throws Exception {
        Random random = new Random(SEED);
        Set<String> promised = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            promised.addAll(linesUntilKilled(round, 30 + random.nextInt(200)));
        }
        assertThat(promised.size()).isGreaterThan(ROUNDS * 30);

        Set<String> delivered = ConcurrentHashMap.newKeySet();
        try (Database database =
                        Database.open(DatabaseSettings.sqlite(directory.resolve("tasuki.db")), InstantSource.system());
                SqlBroker broker = new SqlBroker(database);
                DirectoryStore objects = DirectoryStore.open(directory.resolve("store"), InstantSource.system())) {
            SqlTaskStore tasks = new SqlTaskStore(database);
            assertThat(named(promised, "task "))
                    .allMatch(name -> tasks.find(new TaskId(name)).isPresent());
            assertThat(objects.list("models/"))
                    .extracting(StoredObject::key)
                    .containsAll(named(promised, "object ").stream()
                            .map(n -> "models/" + n)
                            .toList());
            for (StoredObject object : objects.list("")) {
                assertWhole(objects, object.key());
            }
            try (Subscription ignored = broker.subscribe("queue.crash", 4, delivery -> {
                delivered.add(new String(delivery.message().body(), UTF_8));
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(delivered).containsAll(named(promised, "message ")));
            }
        }
        assertNothingHalf();
    }

    private static void assertWhole(DirectoryStore objects, String key) throws IOException {
        try (ObjectReader reader = objects.open(key)) {
            assertThat(reader.content().readAllBytes())
                    .as(key)
                    .isEqualTo(CrashingProcess.content(key.substring("models/".length())));
        }
    }

    private void assertNothingHalf() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("store/.incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    private List<String> linesUntilKilled(int round, int enough) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingProcess.class.getName(),
                        directory.toString(),
                        String.valueOf(round))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("stderr").toFile()))
                .start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            StringBuilder said = new StringBuilder();
            int lines = 0;
            for (int c = output.read(); c >= 0; c = output.read()) {
                said.append((char) c);
                if (c == '\n' && ++lines == enough) {
                    // Through the handle, which leaves open what the child has still said.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(lines).as(() -> "the child ended by itself: " + errors()).isGreaterThanOrEqualTo(enough);
            // A line without its end is no promise.
            String whole = said.substring(0, said.lastIndexOf("\n"));
            return whole.lines()
                    .filter(line -> line.matches("(task|message|object) .*"))
                    .toList();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private String errors() {
        try {
            return Files.readString(directory.resolve("stderr"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> named(Set<String> promised, String kind) {
        return promised.stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> line.substring(kind.length()))
                .toList();
    }
}
