package dev.tasuki.adapters.sql;

import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresqlStatementDefectTest extends StatementDefectContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.postgresql();

    @Override
    Database database() {
        return BACKEND.backend().first();
    }
}
