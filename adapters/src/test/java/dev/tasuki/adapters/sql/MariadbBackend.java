package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A MariaDB of the tests' own: a server process of the installed package, in a temporary directory,
 * on a free port of this machine only, without accounts.
 */
record MariadbBackend(Path directory, Process server, Database first, Database second) implements Backend {
    private static final int SECONDS = 60;

    static Backend start() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mariadb");
        Path data = directory.resolve("data");
        List<String> asRoot = "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
        run(
                directory,
                command(
                        List.of(program("mariadb-install-db"), "--no-defaults", "--datadir=" + data, "--skip-test-db"),
                        asRoot));
        int port = freePort();
        Process server = start(
                directory,
                command(
                        List.of(
                                program("mariadbd"),
                                "--no-defaults",
                                "--datadir=" + data,
                                "--socket=" + directory.resolve("socket"),
                                "--pid-file=" + directory.resolve("pid"),
                                "--bind-address=127.0.0.1",
                                "--port=" + port,
                                "--skip-grant-tables",
                                "--innodb-buffer-pool-size=64M",
                                "--innodb-flush-log-at-trx-commit=1"),
                        asRoot));
        String url = "jdbc:mariadb://127.0.0.1:" + port + "/tasuki?createDatabaseIfNotExist=true&sslMode=disable";
        awaitServer(server, url);
        DatabaseSettings settings = new DatabaseSettings(url, "root", "", 10);
        return new MariadbBackend(
                directory,
                server,
                Database.open(settings, InstantSource.system()),
                Database.open(settings, InstantSource.system()));
    }

    @Override
    public void advance(Duration time) {
        Backend.age(first, time);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        first.close();
        second.close();
        server.destroy();
        if (!server.waitFor(SECONDS, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
        Backend.remove(directory);
    }

    private static void awaitServer(Process server, String url) throws InterruptedException {
        boolean answers = false;
        try {
            Eventually.holds(() -> DriverManager.getConnection(url, "root", "").close());
            answers = true;
        } finally {
            if (!answers) {
                server.destroyForcibly().waitFor();
            }
        }
    }

    private static List<String> command(List<String> words, List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return all;
    }

    private static String program(String name) throws IOException {
        for (String folder : List.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return Path.of(folder, name).toString();
            }
        }
        throw new IOException(name + " is not installed; on Debian: apt-get install mariadb-server");
    }

    private static void run(Path directory, List<String> command) throws IOException, InterruptedException {
        Process process = start(directory, command);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " failed: " + Files.readString(directory.resolve("log")));
        }
    }

    private static Process start(Path directory, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
