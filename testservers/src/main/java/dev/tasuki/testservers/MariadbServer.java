package dev.tasuki.testservers;

import dev.tasuki.testservers.ServerProcess.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A private MariaDB: the one from the system's packages, on a free port of 127.0.0.1, with its data in
 * a directory of its own, without accounts: any user is let in. It can be stopped, killed and started
 * again on the same port with the same data. Closing it, or ending this JVM, ends it.
 * Not safe for use by several threads.
 */
public record MariadbServer(int port, ServerProcess process) implements RestartableServer {
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");

    /** Makes an empty server and returns once it takes connections. */
    public static MariadbServer start() throws IOException {
        Path install = required("mariadb-install-db");
        Path program = required("mariadbd");
        Path home = Files.createTempDirectory("mariadb");
        String data = "--datadir=" + home.resolve("data");
        // Both programs take the user's name to be sure that root means it.
        String user = "--user=" + System.getProperty("user.name");
        // Two servers that are made at once would take each other's temporary tables from the shared folder.
        String scratch = "--tmpdir=" + Files.createDirectory(home.resolve("tmp"));
        ServerProcess.run(home, List.of(install.toString(), "--no-defaults", data, user, scratch, "--skip-test-db"));
        int port = FreePorts.one();
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--no-defaults",
                        data,
                        user,
                        scratch,
                        "--socket=" + home.resolve("socket"),
                        "--pid-file=" + home.resolve("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--skip-grant-tables",
                        "--innodb-buffer-pool-size=64M",
                        "--innodb-flush-log-at-trx-commit=1")
                .directory(home.toFile());
        ServerProcess server = new ServerProcess(home, new Recipe("MariaDB", builder, "ready for connections", "TERM"));
        server.start();
        return new MariadbServer(port, server);
    }

    /** True if the system has the server's package (Debian's mariadb-server). */
    public static boolean installed() {
        return program("mariadbd").isPresent();
    }

    /** The JDBC URL of a database that is made when first used, with the user in it. */
    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/tasuki?user=root&createDatabaseIfNotExist=true&sslMode=disable";
    }

    private static Path required(String name) throws IOException {
        return program(name)
                .orElseThrow(() -> new IOException(name + " is not installed: install the package mariadb-server"));
    }

    private static Optional<Path> program(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
