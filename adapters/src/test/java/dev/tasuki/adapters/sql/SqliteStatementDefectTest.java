package dev.tasuki.adapters.sql;

import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteStatementDefectTest extends StatementDefectContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.sqlite();

    @Override
    Database database() {
        return BACKEND.backend().first();
    }
}
