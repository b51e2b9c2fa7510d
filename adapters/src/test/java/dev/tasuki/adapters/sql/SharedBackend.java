package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A database that all test classes of one run share. One that cannot be started skips its classes
 * and says so; with TASUKI_REQUIRE_BACKENDS=true it fails them.
 */
final class SharedBackend implements BeforeAllCallback {
    private final String name;
    private final Callable<Backend> start;
    private Backend backend;

    private SharedBackend(String name, Callable<Backend> start) {
        this.name = name;
        this.start = start;
    }

    static SharedBackend sqlite() {
        return new SharedBackend("SQLite", SqliteBackend::start);
    }

    static SharedBackend postgresql() {
        return new SharedBackend("PostgreSQL", PostgresqlBackend::start);
    }

    static SharedBackend mariadb() {
        return new SharedBackend("MariaDB", MariadbBackend::start);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Started started = context.getRoot()
                .getStore(Namespace.create(SharedBackend.class))
                .computeIfAbsent(name, ignored -> tryToStart(), Started.class);
        if (started.failure() != null && Boolean.parseBoolean(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw started.failure();
        }
        Assumptions.assumeTrue(started.failure() == null, () -> name + " could not be started: " + started.failure());
        backend = started.backend();
    }

    <P> Fixture<P> fixture(Function<Database, P> port) {
        return backend.fixture(port);
    }

    Backend backend() {
        return backend;
    }

    private Started tryToStart() {
        try {
            return new Started(start.call(), null);
        } catch (Exception e) {
            return new Started(null, e);
        }
    }

    private record Started(Backend backend, Exception failure) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            if (backend != null) {
                backend.close();
            }
        }
    }
}
