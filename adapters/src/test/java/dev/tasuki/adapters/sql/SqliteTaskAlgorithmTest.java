package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.TaskAlgorithmContract;
import dev.tasuki.core.port.TaskStore;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteTaskAlgorithmTest extends TaskAlgorithmContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.sqlite();

    @Override
    protected Fixture<TaskStore> open() {
        return BACKEND.fixture(SqlTaskStore::new);
    }
}
