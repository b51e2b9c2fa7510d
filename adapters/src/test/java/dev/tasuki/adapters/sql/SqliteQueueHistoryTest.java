package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.QueueHistoryContract;
import dev.tasuki.core.port.QueueHistory;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteQueueHistoryTest extends QueueHistoryContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.sqlite();

    @Override
    protected Fixture<QueueHistory> open() {
        return BACKEND.fixture(SqlQueueHistory::new);
    }
}
