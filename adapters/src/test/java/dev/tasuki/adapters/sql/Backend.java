package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A database for the tests: two openings of it, and how to empty it and move its time. */
interface Backend extends AutoCloseable {
    Database first();

    Database second();

    void advance(Duration time);

    /** Ports over both openings, on empty tables. */
    default <P> Fixture<P> fixture(Function<Database, P> port) {
        empty(first());
        P one = port.apply(first());
        P two = port.apply(second());
        Backend backend = this;
        return new Fixture<>() {
            @Override
            public P port() {
                return one;
            }

            @Override
            public Optional<P> another() {
                return Optional.of(two);
            }

            @Override
            public void advance(Duration time) {
                backend.advance(time);
            }

            @Override
            public void close() {
                for (P open : List.of(one, two)) {
                    if (open instanceof Broker broker) {
                        broker.close();
                    }
                }
            }
        };
    }

    /** For a database whose clock cannot be moved: what it holds becomes older instead. */
    static void age(Database database, Duration time) {
        run(
                database,
                "UPDATE task SET run_at = run_at - ?, first_due = first_due - ?, expires_at = expires_at - ?,"
                        + " lease_until = lease_until - ?, created_at = created_at - ?,"
                        + " published_at = published_at - ?, started_at = started_at - ?, finished_at = finished_at - ?,"
                        + " answering_until = answering_until - ?",
                time.toMillis(),
                time.toMillis(),
                time.toMillis(),
                time.toMillis(),
                time.toMillis(),
                time.toMillis(),
                time.toMillis(),
                time.toMillis(),
                time.toMillis());
        run(database, "UPDATE change_log SET at = at - ?", time.toMillis());
        run(database, "UPDATE leader_lease SET held_until = held_until - ?", time.toMillis());
        run(
                database,
                "UPDATE process_presence SET told_at = told_at - ?, present_until = present_until - ?",
                time.toMillis(),
                time.toMillis());
        run(
                database,
                "UPDATE message SET visible_at = visible_at - ?, expires_at = expires_at - ? WHERE dead_at IS NULL",
                time.toMillis(),
                time.toMillis());
    }

    private static void empty(Database database) {
        for (String table : List.of(
                "task_tag",
                "task",
                "message",
                "change_log",
                "leader_lease",
                "reader_cursor",
                "model_name",
                "model_version",
                "model_alias",
                "alias_move",
                "queue_sample",
                "process_presence")) {
            run(database, "DELETE FROM " + table);
        }
    }

    private static void run(Database database, String sql, Object... arguments) {
        try {
            database.write(session -> session.update(sql, arguments));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
