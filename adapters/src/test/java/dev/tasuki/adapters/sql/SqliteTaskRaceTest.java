package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.TaskRaceContract;
import dev.tasuki.core.port.TaskStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTaskRaceTest extends TaskRaceContract {
    private static SqliteBackend backend;

    @BeforeAll
    static void start(@TempDir Path directory) {
        backend = new SqliteBackend(directory);
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @Override
    protected Fixture<TaskStore> open() {
        return backend.fixture(SqlTaskStore::new);
    }
}
