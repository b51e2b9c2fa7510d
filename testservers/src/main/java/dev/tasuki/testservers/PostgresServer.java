package dev.tasuki.testservers;

import dev.tasuki.testservers.ServerProcess.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A private PostgreSQL: the one from the system's packages, on a free port of 127.0.0.1, with its data
 * in a directory of its own; user and database postgres, no password. It can be stopped, killed and
 * started again on the same port with the same data. Closing it, or ending this JVM, ends it.
 * Not safe for use by several threads.
 */
public record PostgresServer(int port, ServerProcess process) implements RestartableServer {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final List<Path> OTHERS =
            List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/opt/homebrew/bin"));

    /**
     * Makes an empty database and returns once the server takes connections.
     *
     * @param settings of postgresql.conf, such as {@code fsync=off}
     */
    public static PostgresServer start(String... settings) throws IOException {
        Path programs = programs()
                .orElseThrow(() -> new IOException("PostgreSQL is not installed: install the package postgresql"));
        Path home = Files.createTempDirectory("postgresql");
        List<String> prefix = Unprivileged.prefix(home);
        Path data = home.resolve("data");
        ServerProcess.run(
                home,
                join(
                        prefix,
                        List.of(
                                programs.resolve("initdb").toString(),
                                "--pgdata=" + data,
                                "--username=postgres",
                                "--auth=trust",
                                "--encoding=UTF8",
                                "--no-locale",
                                "--no-sync")));
        int port = FreePorts.one();
        List<String> command = join(
                prefix,
                List.of(
                        programs.resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories="));
        for (String setting : settings) {
            command.addAll(List.of("-c", setting));
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        ServerProcess server = new ServerProcess(
                home, new Recipe("PostgreSQL", builder, "database system is ready to accept connections", "INT"));
        server.start();
        return new PostgresServer(port, server);
    }

    /** True if the system has the server's package (Debian's postgresql). */
    public static boolean installed() throws IOException {
        return programs().isPresent();
    }

    /** The JDBC URL, with the user in it. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    private static List<String> join(List<String> prefix, List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }

    /** The directory with initdb and postgres; of several versions, the one with the highest number. */
    private static Optional<Path> programs() throws IOException {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(folders::add);
            }
        }
        folders.addAll(OTHERS);
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }
}
