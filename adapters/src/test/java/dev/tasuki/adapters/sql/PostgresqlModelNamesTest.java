package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.ModelNamesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresqlModelNamesTest extends ModelNamesContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.postgresql();

    @Override
    protected Fixture<Ports> open() {
        return BACKEND.fixture(database ->
                new Ports(new SqlTaskStore(database), new SqlModelNames(database), new SqlChangeLog(database)));
    }
}
