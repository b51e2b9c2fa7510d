package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.QueueHistoryContract;
import dev.tasuki.core.port.QueueHistory;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MariadbQueueHistoryTest extends QueueHistoryContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.mariadb();

    @Override
    protected Fixture<QueueHistory> open() {
        return BACKEND.fixture(SqlQueueHistory::new);
    }
}
