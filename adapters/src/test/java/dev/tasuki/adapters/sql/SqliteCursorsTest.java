package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.CursorsContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Cursors;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteCursorsTest extends CursorsContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.sqlite();

    @Override
    protected Fixture<Cursors> open() {
        return BACKEND.fixture(SqlCursors::new);
    }
}
