package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.sql.Database;
import dev.tasuki.adapters.sql.DatabaseSettings;
import dev.tasuki.adapters.sql.SqlTaskStore;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.app.settings.SettingsReader;
import dev.tasuki.app.settings.Sources;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Transition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that has the data directory to itself, after one that was killed there. */
class ExclusiveStartTest {
    private static final String TRAIN =
            "{\"dataset_id\":\"diabetes\",\"features\":[\"bmi\",\"s5\"],\"target\":\"target\"}";

    @TempDir
    Path data;

    /** The former claim holds for another hour, so only a start that takes it over can end the task. */
    @Test
    void whatTheFormerOneRanIsTakenOverThoughItsLeaseHolds() throws Exception {
        String id = leftRunning();

        Running again = Running.start(Role.SERVE, settings(), "test", ProcessOverrides.NONE);
        try (ServerClient client = new ServerClient(again.url().orElseThrow())) {
            JsonNode task = client.get("/tasks/" + id + "?wait=20");
            for (int i = 0; i < 12 && task.path("times").path("finished").isNull(); i++) {
                task = client.get("/tasks/" + id + "?wait=20");
            }
            assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("TASK_COMPLETED");
            assertThat(task.path("attempts").asInt()).isEqualTo(2);
        } finally {
            again.drain();
        }
    }

    /** Accepted by a producer, claimed by a process that is no more. */
    private String leftRunning() throws Exception {
        Running producer = Running.start(Role.PRODUCER, settings(), "test", ProcessOverrides.NONE);
        String id;
        try (ServerClient client = new ServerClient(producer.url().orElseThrow())) {
            ObjectNode body = (ObjectNode) new ObjectMapper().readTree(TRAIN);
            id = client.post("/train", body, Map.of())
                    .path("message")
                    .path("model_id")
                    .asText();
        } finally {
            producer.drain();
        }
        Path file = data.resolve("tasuki.db");
        try (Database database = Database.open(DatabaseSettings.sqlite(file), InstantSource.system())) {
            Transition claim = new Transition.Claim(new TaskId(id), 0, "the former process", Duration.ofHours(1));
            assertThat(new SqlTaskStore(database).apply(claim)).isTrue();
        }
        return id;
    }

    private Settings settings() {
        Map<Setting, String> flags = Map.of(Setting.DATA, data.toString(), Setting.PORT, "0");
        return new SettingsReader(new Sources(flags, Map.of(), data)).read();
    }
}
