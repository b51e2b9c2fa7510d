package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.PresenceBoardContract;
import dev.tasuki.core.port.PresenceBoard;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresqlPresenceBoardTest extends PresenceBoardContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.postgresql();

    @Override
    protected Fixture<PresenceBoard> open() {
        return BACKEND.fixture(SqlPresenceBoard::new);
    }
}
