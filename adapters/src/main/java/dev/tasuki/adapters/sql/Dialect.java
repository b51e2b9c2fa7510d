package dev.tasuki.adapters.sql;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** What databases spell differently. */
enum Dialect {
    /** Its clock is the one given to {@link Database#open}: a function on each connection. */
    SQLITE("SQLite", "tasuki_now()", ""),

    POSTGRESQL("PostgreSQL", "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)", Dialect.SKIP_LOCKED),

    MARIADB("MariaDB", Dialect.MYSQL_NOW, Dialect.SKIP_LOCKED),

    MYSQL("MySQL", Dialect.MYSQL_NOW, Dialect.SKIP_LOCKED);

    private static final String SKIP_LOCKED = " FOR UPDATE SKIP LOCKED";
    private static final String MYSQL_NOW = "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";

    private static final int SQLITE_CONSTRAINT = 19;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int DUPLICATE_ENTRY = 1062;

    private final String text;
    private final String now;
    private final String skipLocked;

    /**
     * A dialect.
     *
     * @param text its name for people
     * @param now an expression: milliseconds since 1970 by the database's clock, the same throughout
     *     a statement
     * @param skipLocked what to put behind a SELECT that locks rows and leaves out those that are
     *     locked; empty where there is one writer only
     */
    Dialect(String text, String now, String skipLocked) {
        this.text = text;
        this.now = now;
        this.skipLocked = skipLocked;
    }

    /** By the beginning of a JDBC URL; empty for a database that is not supported. */
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

    String text() {
        return text;
    }

    /** The placeholders of the migrations. */
    Map<String, String> types() {
        return switch (this) {
            case SQLITE -> types("INTEGER PRIMARY KEY AUTOINCREMENT", "", "TEXT", "BLOB");
            case POSTGRESQL -> types("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "", "TEXT", "BYTEA");
            case MARIADB -> mysqlTypes("utf8mb4_nopad_bin");
            case MYSQL -> mysqlTypes("utf8mb4_0900_bin");
        };
    }

    /** The statement with this dialect's spelling of {@code {now}}, {@code {skip locked}} and {@code {or nothing}}. */
    String spell(String sql) {
        return sql.replace("{now}", now).replace("{skip locked}", skipLocked).replace("{or nothing}", orNothing());
    }

    /** True if an INSERT can give back the row as it became. */
    boolean returning() {
        return this != MYSQL;
    }

    private String orNothing() {
        return switch (this) {
            case SQLITE, POSTGRESQL -> " ON CONFLICT DO NOTHING";
            case MARIADB, MYSQL -> "";
        };
    }

    /** True if a row was refused because its key is taken. */
    boolean duplicateKey(SQLException e) {
        return switch (this) {
            case SQLITE -> e.getErrorCode() == SQLITE_CONSTRAINT;
            case POSTGRESQL -> UNIQUE_VIOLATION.equals(e.getSQLState());
            case MARIADB, MYSQL -> e.getErrorCode() == DUPLICATE_ENTRY;
        };
    }

    private static Map<String, String> mysqlTypes(String collation) {
        String exact = "CHARACTER SET utf8mb4 COLLATE " + collation;
        return types("BIGINT AUTO_INCREMENT PRIMARY KEY", exact, "LONGTEXT " + exact, "LONGBLOB");
    }

    private static Map<String, String> types(String serial, String exact, String text, String bytes) {
        return Map.of("serial", serial, "exact", exact, "text", text, "bytes", bytes);
    }
}
