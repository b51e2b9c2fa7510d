package dev.tasuki.testservers;

import dev.tasuki.testservers.ServerProcess.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A private Redis: the one from the system's packages, on a free port of 127.0.0.1, with its data in a
 * directory of its own, without a password. It syncs each write before it answers and evicts nothing,
 * unless its settings say otherwise. It can be stopped, killed and started again on the same port with
 * the same data. Closing it, or ending this JVM, ends it. Not safe for use by several threads.
 */
public record RedisServer(int port, ServerProcess process) implements RestartableServer {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");

    /**
     * Starts an empty server and returns once it takes connections.
     *
     * @param settings pairs of a name and a value as on the command line, such as {@code "--appendfsync",
     *     "everysec"}; a later one wins
     */
    public static RedisServer start(String... settings) throws IOException {
        Path program = required();
        Path home = Files.createTempDirectory("redis");
        int port = FreePorts.one();
        // A file at its limit is then an error like that of a full disk, and no reason to end.
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "trap '' XFSZ; exec \"$0\" \"$@\"",
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                home.toString(),
                "--daemonize",
                "no",
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--maxmemory-policy",
                "noeviction"));
        command.addAll(List.of(settings));
        ServerProcess server = new ServerProcess(
                home, new Recipe("Redis", new ProcessBuilder(command), "Ready to accept connections", "TERM"));
        server.start();
        return new RedisServer(port, server);
    }

    /**
     * Lets no file of the running server grow beyond this, as if the disk were full; for the server that is started
     * again there is room.
     */
    public void fillDisk(long bytes) throws IOException {
        process.limitFiles(Long.toString(bytes));
    }

    /** Makes room again for the running server. */
    public void makeRoom() throws IOException {
        process.limitFiles("unlimited");
    }

    /** True if the system has the server's package (Debian's redis-server). */
    public static boolean installed() {
        return program().isPresent();
    }

    /** Says it until the answer, which may be an error, contains this, for a minute at most. */
    public void await(String part, String... words) throws IOException {
        RedisTalk.await(port, part, words);
    }

    static Path required() throws IOException {
        return program()
                .orElseThrow(() -> new IOException("redis-server is not installed: install the package redis-server"));
    }

    /** The URL of its first database. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /**
     * Says an operator's command to it over a connection of its own.
     *
     * @return the answer; of several texts each is a line
     * @throws IOException with what it said if it refused
     */
    public String say(String... words) throws IOException {
        return RedisTalk.say(port, words);
    }

    static Optional<Path> program() {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
