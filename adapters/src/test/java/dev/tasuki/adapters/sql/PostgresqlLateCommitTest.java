package dev.tasuki.adapters.sql;

import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresqlLateCommitTest extends LateCommitContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.postgresql();

    @Override
    protected Backend backend() {
        return BACKEND.backend();
    }
}
