package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.SubscriptionContract;
import dev.tasuki.core.port.Broker;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresqlSubscriptionTest extends SubscriptionContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.postgresql();

    @Override
    protected Fixture<Broker> open() {
        return BACKEND.fixture(SqlBroker::new);
    }
}
