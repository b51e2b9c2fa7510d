package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.contracts.Together;
import dev.tasuki.core.keep.AlgorithmLabels;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening, and what a client is told when it does not work. */
@ExtendWith(NoThreadLeft.class)
final class DatabaseTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "sqlite:x", "jdbc:", "jdbc:h2:mem:x", "jdbc:sqlite:", "jdbc:sqlite::memory:"})
    void aUrlThatIsNoDatabaseOfOursIsRefused(String url) {
        DatabaseSettings settings = new DatabaseSettings(url, null, null, 4);

        assertThatThrownBy(() -> Database.open(settings, InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:sqlite:");
    }

    @Test
    void settingsNeverShowThePassword() {
        DatabaseSettings settings = new DatabaseSettings("jdbc:postgresql://h/d?password=pw1", "me", "pw2", 4);

        assertThat(settings.toString()).doesNotContain("pw1", "pw2").contains("me");
        assertThatThrownBy(() -> new DatabaseSettings("jdbc:sqlite:x", null, null, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileThatIsNoDatabaseIsARefusalWithoutItsPath() throws IOException {
        Path file = Files.writeString(directory.resolve("x.db"), "this is no database, but long enough".repeat(100));

        assertRefused(DatabaseSettings.sqlite(file), "is damaged or no SQLite file");
    }

    @Test
    void aDirectoryThatIsNotThereIsARefusalWithoutItsPath() {
        assertRefused(DatabaseSettings.sqlite(directory.resolve("none/x.db")), "cannot be opened");
    }

    @Test
    void aServerThatIsNotThereIsARefusal() {
        assertRefused(
                new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "u", "secret-word", 2), "cannot be reached");
    }

    @Test
    void manyMayOpenANewFileAtOnce() throws Exception {
        DatabaseSettings settings = DatabaseSettings.sqlite(directory.resolve("new.db"));
        Database.open(settings, InstantSource.system()).close();
        List<TaskId> ids = Together.run(4, i -> () -> {
            try (Database database = Database.open(settings, InstantSource.system())) {
                return new SqlTaskStore(database)
                        .accept(TaskSamples.task("m-" + i))
                        .row()
                        .id();
            }
        });
        try (Database database = Database.open(settings, InstantSource.system())) {
            SqlTaskStore store = new SqlTaskStore(database);
            assertThat(ids).allMatch(id -> store.find(id).isPresent());
        }
    }

    /** Reading first and writing then is refused at once while another process writes: no time to wait helps. */
    @Test
    void aMigrationThatReadsFirstHasTheRightToWriteAlready() throws SQLException {
        DatabaseSettings settings = DatabaseSettings.sqlite(directory.resolve("x.db"));
        SqliteFile file = new SqliteFile(settings.url(), InstantSource.system());
        try (Connection migration = file.forMigrations().getConnection();
                Connection other = DriverManager.getConnection(settings.url())) {
            SqliteFile.execute(other, "PRAGMA busy_timeout = 0");
            migration.setAutoCommit(false);
            SqliteFile.execute(migration, "SELECT COUNT(*) FROM sqlite_master");

            assertThatThrownBy(() -> SqliteFile.execute(other, "BEGIN IMMEDIATE"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("SQLITE_BUSY");
            SqliteFile.execute(migration, "CREATE TABLE made (x INTEGER)");
            migration.commit();
        }
    }

    @Test
    void aClosedDatabaseIsARefusalOfEitherPort() {
        Database database = Database.open(DatabaseSettings.sqlite(directory.resolve("x.db")), InstantSource.system());
        SqlTaskStore store = new SqlTaskStore(database);
        try (SqlBroker broker = new SqlBroker(database)) {
            database.close();

            assertThatThrownBy(() -> store.find(new TaskId("m")))
                    .isInstanceOfSatisfying(
                            Unavailable.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.RESULTS_UNAVAILABLE));
            assertThatThrownBy(() -> broker.publish(Message.durable("q", new byte[0], "m")))
                    .isInstanceOfSatisfying(
                            Unavailable.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE));
        }
    }

    @Test
    void aProgramThatWasPackedWithoutItsMigrationsIsRefused() {
        ClassLoader whole = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader(whole) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                return name.contains("sql/migration") ? Collections.emptyEnumeration() : super.getResources(name);
            }
        });
        try {
            assertThatThrownBy(() ->
                            Database.open(DatabaseSettings.sqlite(directory.resolve("t.db")), InstantSource.system()))
                    .isInstanceOf(Corrupt.class)
                    .hasMessage("this program has no migrations in dev/tasuki/adapters/sql/migration: it was packed"
                            + " wrongly; install it anew");
        } finally {
            Thread.currentThread().setContextClassLoader(whole);
        }
    }

    @Test
    void tasksOfAnOlderVersionWhoseIdsDifferByCaseOnlyStayApart() throws SQLException {
        DatabaseSettings settings = ofVersion("2");
        try (Connection old = DriverManager.getConnection(settings.url());
                Statement statement = old.createStatement()) {
            for (String id : List.of("A1", "a1", "Alone")) {
                statement.executeUpdate("INSERT INTO task (task_id, kind, payload, dataset_id, tags, state, run_at,"
                        + " epoch, attempts, cancel_requested, progress, stage, progress_text, created_at) VALUES ('"
                        + id + "', 'TRAIN', '', 'd', '[]', 'TASK_RECEIVED', 0, 0, 0, 0, 0.0, 'queued', '', 0)");
            }
        }
        try (Database database = Database.open(settings, InstantSource.system())) {
            SqlTaskStore store = new SqlTaskStore(database);
            for (String id : List.of("A1", "a1", "Alone")) {
                assertThat(store.find(new TaskId(id)).orElseThrow().id()).isEqualTo(new TaskId(id));
            }
            assertThat(store.find(new TaskId("ALONE")).orElseThrow().id()).isEqualTo(new TaskId("Alone"));
            assertThat(store.accept(TaskSamples.task("alone"))).isInstanceOf(Acceptance.Repeated.class);
        }
    }

    @Test
    void tasksOfAnOlderVersionAndOfOneBesideThisGetTheirAlgorithm() throws SQLException {
        DatabaseSettings settings = ofVersion("12");
        olderTask(settings, "before", "TASK_ERROR");
        try (Database database = Database.open(settings, InstantSource.system())) {
            SqlTaskStore store = new SqlTaskStore(database);
            // Its statement is the one of a process that still runs and knows of no such column.
            olderTask(settings, "beside", "TASK_ERROR");
            olderTask(settings, "waits", "TASK_RECEIVED");
            TaskFilter ridge = TaskFilter.ALL.ofAlgorithms(Set.of("Ridge"));
            assertThat(store.list(TaskQuery.newest(ridge, 10))).isEmpty();

            new AlgorithmLabels(store).run();

            assertThat(store.list(TaskQuery.newest(ridge, 10)).stream()
                            .map(row -> row.id().value()))
                    .containsExactly("beside", "before");
            assertThat(store.find(new TaskId("waits")).orElseThrow().spec().algorithm())
                    .isNull();
        }
    }

    private static void olderTask(DatabaseSettings settings, String id, String state) throws SQLException {
        try (Connection old = DriverManager.getConnection(settings.url());
                Statement statement = old.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO task (task_id, folded_id, kind, payload, dataset_id, tags, state, run_at,"
                            + " epoch, attempts, cancel_requested, progress, stage, progress_text, created_at, error_code,"
                            + " error_detail) VALUES ('" + id + "', '" + id
                            + "', 'TRAIN', '{\"algorithm\":\"Ridge\"}', 'd', '[]',"
                            + " '" + state + "', 0, 0, 0, 0, 0.0, 'queued', '', 0, 'invalid_dataset', '')");
        }
    }

    /** A new file as that version of the schema left it. */
    private DatabaseSettings ofVersion(String version) {
        DatabaseSettings settings = DatabaseSettings.sqlite(directory.resolve("old.db"));
        Flyway.configure()
                .dataSource(settings.url(), null, null)
                .locations("classpath:dev/tasuki/adapters/sql/migration")
                .table("tasuki_schema_history")
                .placeholders(Dialect.SQLITE.types())
                .target(version)
                .load()
                .migrate();
        return settings;
    }

    private void assertRefused(DatabaseSettings settings, String reason) {
        assertThatThrownBy(() -> Database.open(settings, InstantSource.system()))
                .isInstanceOfSatisfying(Unavailable.class, e -> {
                    assertThat(e.code()).isEqualTo(RefusalCode.RESULTS_UNAVAILABLE);
                    assertThat(e.detail()).contains(reason).doesNotContain(directory.toString(), "secret-word");
                });
    }
}
