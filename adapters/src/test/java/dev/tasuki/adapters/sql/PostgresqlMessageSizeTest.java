package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.MessageSizeContract;
import dev.tasuki.core.port.Broker;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresqlMessageSizeTest extends MessageSizeContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.postgresql();

    @Override
    protected Fixture<Broker> open() {
        return BACKEND.fixture(SqlBroker::new);
    }
}
