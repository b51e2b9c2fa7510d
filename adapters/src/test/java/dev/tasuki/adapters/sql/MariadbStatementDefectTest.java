package dev.tasuki.adapters.sql;

import org.junit.jupiter.api.extension.RegisterExtension;

final class MariadbStatementDefectTest extends StatementDefectContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.mariadb();

    @Override
    Database database() {
        return BACKEND.backend().first();
    }
}
