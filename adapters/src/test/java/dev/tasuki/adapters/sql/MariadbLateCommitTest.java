package dev.tasuki.adapters.sql;

import org.junit.jupiter.api.extension.RegisterExtension;

final class MariadbLateCommitTest extends LateCommitContract {
    @RegisterExtension
    static final SharedBackend BACKEND = SharedBackend.mariadb();

    @Override
    protected Backend backend() {
        return BACKEND.backend();
    }
}
