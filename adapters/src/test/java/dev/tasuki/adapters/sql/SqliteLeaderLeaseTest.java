package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.LeaderLeaseContract;
import dev.tasuki.core.port.LeaderLease;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteLeaderLeaseTest extends LeaderLeaseContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.sqlite();

    @Override
    protected Fixture<LeaderLease> open() {
        return BACKEND.fixture(SqlLeaderLease::new);
    }
}
