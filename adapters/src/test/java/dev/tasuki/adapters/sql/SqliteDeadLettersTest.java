package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.DeadLettersContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeadLetters;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteDeadLettersTest extends DeadLettersContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.sqlite();

    @Override
    protected Fixture<Broker> open() {
        return BACKEND.fixture(SqlBroker::new);
    }

    @Override
    protected DeadLetters lettersOf(Broker opened) {
        return ((SqlBroker) opened).deadLetters();
    }
}
