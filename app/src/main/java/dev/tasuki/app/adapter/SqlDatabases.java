package dev.tasuki.app.adapter;

import dev.tasuki.adapters.sql.Database;
import dev.tasuki.adapters.sql.DatabaseSettings;
import dev.tasuki.core.port.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The databases that a broker or a result store can be in. */
final class SqlDatabases {
    /** The databases that are servers. */
    static final List<Scheme> SERVERS = List.of(
            Scheme.server("jdbc:postgresql", "jdbc:postgresql://HOST/DATABASE"),
            Scheme.server("jdbc:mariadb", "jdbc:mariadb://HOST/DATABASE"),
            Scheme.server("jdbc:mysql", "jdbc:mysql://HOST/DATABASE"));

    /** The drivers' usual parameters. */
    static final Set<String> SHOWN_PARAMETERS = Set.of(
            "ssl",
            "sslmode",
            "usessl",
            "sslrootcert",
            "currentschema",
            "applicationname",
            "connecttimeout",
            "sockettimeout",
            "logintimeout",
            "tcpkeepalive",
            "targetservertype");

    private static final int CONNECTIONS = 10;

    private SqlDatabases() {}

    /** The same for rows and for messages; the scheme of a file differs. */
    static List<Promise> promises(String file) {
        Promise.Losses ofServer = new Promise.Losses(Loss.NOTHING, Loss.NOTHING, Loss.UNREPLICATED);
        return List.of(
                new Promise(
                        "SQLite, a file",
                        List.of(file),
                        false,
                        new Promise.Losses(Loss.NOTHING, Loss.NOTHING, Loss.NO_FAILOVER),
                        new Promise.Proof("Sqlite", "SQLITE")),
                new Promise(
                        "PostgreSQL, `synchronous_commit=on`",
                        List.of("jdbc:postgresql"),
                        true,
                        ofServer,
                        new Promise.Proof("Postgresql", "POSTGRES")),
                new Promise(
                        "MariaDB or MySQL, `innodb_flush_log_at_trx_commit=1`",
                        List.of("jdbc:mariadb", "jdbc:mysql"),
                        true,
                        ofServer,
                        new Promise.Proof("Mariadb", "MARIADB")));
    }

    /** Opens the database, once if broker and results name the same. */
    static Database open(AdapterUrl url, Opening with) {
        return url.local()
                ? with.closer().once(Database.class, url.path().toString(), () -> file(url.path(), with))
                : with.closer().once(Database.class, url.text(), () -> server(url, with));
    }

    private static Database server(AdapterUrl url, Opening with) {
        return Database.open(new DatabaseSettings(url.text(), null, null, CONNECTIONS), with.clock());
    }

    private static Database file(Path file, Opening with) {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                OwnerOnly.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        NativeLibrary.use(with.data());
        return Database.open(DatabaseSettings.sqlite(file), with.clock());
    }
}
