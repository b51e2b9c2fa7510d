package dev.tasuki.adapters.sql;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database to use.
 *
 * @param url a JDBC URL: {@code jdbc:sqlite:FILE}, {@code jdbc:postgresql:…}, {@code jdbc:mariadb:…}
 *     or {@code jdbc:mysql:…} (whose driver is to be added to the class path)
 * @param user null if the URL names one or none is needed
 * @param password null if none is needed; never shown
 * @param connections how many may be open at once, at least 2; SQLite uses them for reading
 */
public record DatabaseSettings(
        String url, @Nullable String user, @Nullable String password, int connections) {
    public DatabaseSettings {
        if (connections < 2) {
            throw new IllegalArgumentException("connections " + connections + " is less than 2");
        }
    }

    /** A SQLite file with four connections for reading. */
    public static DatabaseSettings sqlite(Path file) {
        return new DatabaseSettings("jdbc:sqlite:" + file.toAbsolutePath(), null, null, 4);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[connections=" + connections + ", user=" + user + "]";
    }
}
