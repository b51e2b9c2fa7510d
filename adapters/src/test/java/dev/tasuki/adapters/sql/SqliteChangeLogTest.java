package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.ChangeLogContract;
import dev.tasuki.contracts.Fixture;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteChangeLogTest extends ChangeLogContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.sqlite();

    @Override
    protected Fixture<Ports> open() {
        return BACKEND.fixture(database -> new Ports(new SqlTaskStore(database), new SqlChangeLog(database)));
    }
}
