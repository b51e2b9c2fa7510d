package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.TaskAnswerContract;
import dev.tasuki.core.port.TaskStore;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteTaskAnswerTest extends TaskAnswerContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.sqlite();

    @Override
    protected Fixture<TaskStore> open() {
        return BACKEND.fixture(SqlTaskStore::new);
    }
}
