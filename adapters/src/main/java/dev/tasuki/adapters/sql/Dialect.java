package dev.tasuki.adapters.sql;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * What databases spell differently.
 *
 * @param name for people
 * @param now an expression: milliseconds since 1970 by the database's clock, the same throughout a
 *     statement
 * @param skipLocked what to put behind a SELECT that locks rows and leaves out those that are locked;
 *     empty where there is one writer only
 * @param types the placeholders of the migrations
 */
record Dialect(String name, String now, String skipLocked, Map<String, String> types) {
    private static final int SQLITE_CONSTRAINT = 19;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String INTEGRITY_VIOLATION = "23000";
    private static final int DUPLICATE_ENTRY = 1062;

    /** SQLite's clock is the one given to {@link Database#open}: a function on each connection. */
    static final Dialect SQLITE = new Dialect(
            "SQLite",
            "tasuki_now()",
            "",
            Map.of("serial", "INTEGER PRIMARY KEY AUTOINCREMENT", "exact", "", "text", "TEXT", "bytes", "BLOB"));

    static final Dialect POSTGRESQL = new Dialect(
            "PostgreSQL",
            "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)",
            " FOR UPDATE SKIP LOCKED",
            Map.of(
                    "serial",
                    "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                    "exact",
                    "",
                    "text",
                    "TEXT",
                    "bytes",
                    "BYTEA"));

    static final Dialect MARIADB = mysqlLike("MariaDB", "utf8mb4_nopad_bin");

    static final Dialect MYSQL = mysqlLike("MySQL", "utf8mb4_0900_bin");

    /** By the beginning of a JDBC URL; empty for a database that nobody has tried. */
    static Optional<Dialect> of(String url) {
        String rest = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : "";
        return switch (rest.substring(0, Math.max(0, rest.indexOf(':')))) {
            case "sqlite" -> Optional.of(SQLITE);
            case "postgresql" -> Optional.of(POSTGRESQL);
            case "mariadb" -> Optional.of(MARIADB);
            case "mysql" -> Optional.of(MYSQL);
            default -> Optional.empty();
        };
    }

    /** The statement with this dialect's spelling of {@code {now}} and {@code {skip locked}}. */
    String spell(String sql) {
        return sql.replace("{now}", now).replace("{skip locked}", skipLocked);
    }

    /** True if a row was refused because its key is taken. */
    boolean duplicateKey(SQLException e) {
        if (this == SQLITE) {
            return e.getErrorCode() == SQLITE_CONSTRAINT;
        }
        return UNIQUE_VIOLATION.equals(e.getSQLState())
                || INTEGRITY_VIOLATION.equals(e.getSQLState()) && e.getErrorCode() == DUPLICATE_ENTRY;
    }

    private static Dialect mysqlLike(String name, String collation) {
        String exact = "CHARACTER SET utf8mb4 COLLATE " + collation;
        return new Dialect(
                name,
                "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)",
                " FOR UPDATE SKIP LOCKED",
                Map.of(
                        "serial",
                        "BIGINT AUTO_INCREMENT PRIMARY KEY",
                        "exact",
                        exact,
                        "text",
                        "LONGTEXT " + exact,
                        "bytes",
                        "LONGBLOB"));
    }
}
