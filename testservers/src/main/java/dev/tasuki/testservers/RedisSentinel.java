package dev.tasuki.testservers;

import dev.tasuki.testservers.ServerProcess.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A private Sentinel on a free port of 127.0.0.1, which decides alone. It takes a master for gone after a second. Closing
 * it, or ending this JVM, ends it. Not safe for use by several threads.
 */
public record RedisSentinel(int port, ServerProcess process) implements RestartableServer {
    /** The name that it has for the master. */
    public static final String MASTER = "tasuki-test";

    /**
     * Starts it, and returns once it knows the replicas of the master.
     *
     * @param replicas how many there are
     * @param password that clients must give it, and it the master; empty for none
     */
    public static RedisSentinel start(RedisServer master, int replicas, String password) throws IOException {
        Path program = RedisServer.required();
        Path home = Files.createTempDirectory("sentinel");
        int port = FreePorts.one();
        Path settings = home.resolve("sentinel.conf");
        String monitor = "sentinel monitor " + MASTER + " 127.0.0.1 " + master.port() + " 1";
        Files.write(
                settings,
                List.of(
                        "bind 127.0.0.1",
                        "port " + port,
                        "dir " + home,
                        monitor,
                        "sentinel down-after-milliseconds " + MASTER + " 1000",
                        "sentinel failover-timeout " + MASTER + " 10000",
                        password.isEmpty() ? "" : "sentinel auth-pass " + MASTER + " " + password,
                        password.isEmpty() ? "" : "requirepass " + password));
        ProcessBuilder command = new ProcessBuilder(program.toString(), settings.toString(), "--sentinel");
        ServerProcess server =
                new ServerProcess(home, new Recipe("Sentinel", command, "+monitor master " + MASTER, "TERM"));
        server.start();
        RedisSentinel sentinel = new RedisSentinel(port, server);
        if (password.isEmpty()) {
            RedisTalk.await(port, "slaves=" + replicas, "INFO", "sentinel");
        }
        return sentinel;
    }

    /** The URL of the master that it knows. */
    public String url() {
        return "redis://127.0.0.1:" + port + "?sentinel=" + MASTER;
    }

    /** Has it make the replica the master, though the master is there. */
    public void failOver() throws IOException {
        RedisTalk.await(port, "OK", "SENTINEL", "FAILOVER", MASTER);
    }

    /** Waits until it knows this server as a replica of the master, so that it may fail over to it. */
    public void awaitReplicas(int replicas) throws IOException {
        RedisTalk.await(port, "slaves=" + replicas, "INFO", "sentinel");
    }
}
