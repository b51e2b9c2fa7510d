package dev.tasuki.testservers;

import dev.tasuki.testservers.ServerProcess.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A private RabbitMQ broker: the one from the system's packages, on free ports of 127.0.0.1, with its
 * data, its cookie and its port mapper in a directory of its own; user guest, password guest. It can
 * be stopped, killed and started again on the same port with the same data. Closing it, or ending
 * this JVM, ends its processes. Not safe for use by several threads.
 */
public final class RabbitServer implements RestartableServer {
    private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");

    private final Path home;
    private final int port;
    private final int distribution;
    private final int mapper;
    private final Process portMapper;
    private final ServerProcess broker;
    private final Thread atExit = new Thread(this::endPortMapper, "epmd-end");

    private RabbitServer(Path home) throws IOException {
        this.home = home;
        List<Integer> free = FreePorts.several(3);
        this.port = free.get(0);
        this.distribution = free.get(1);
        this.mapper = free.get(2);
        ProcessBuilder builder =
                new ProcessBuilder(PROGRAMS.resolve("rabbitmq-server").toString(), "-noinput");
        builder.environment().putAll(variables());
        this.broker = new ServerProcess(home, new Recipe("RabbitMQ", builder, "Server startup complete", "TERM"));
        this.portMapper = new ProcessBuilder("epmd", "-port", Integer.toString(mapper), "-address", "127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("epmd.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** True if the system has the broker's package (Debian's rabbitmq-server). */
    public static boolean installed() {
        return Files.isExecutable(PROGRAMS.resolve("rabbitmq-server"));
    }

    /**
     * Starts a broker and returns once it takes connections.
     *
     * @param configuration lines of its rabbitmq.conf
     */
    public static RabbitServer start(String... configuration) throws IOException {
        if (!installed()) {
            throw new IOException(PROGRAMS + " has no rabbitmq-server: install the package rabbitmq-server");
        }
        Path home = Files.createTempDirectory("rabbitmq");
        Files.write(home.resolve("rabbitmq.conf"), List.of(configuration), StandardCharsets.UTF_8);
        Files.writeString(home.resolve("enabled_plugins"), "[].\n");
        RabbitServer server = new RabbitServer(home);
        server.startAgain();
        return server;
    }

    @Override
    public int port() {
        return port;
    }

    /** The URL for guest on the virtual host {@code /}. */
    public String url() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    /** The variables with which the original programs find this broker. */
    public Map<String, String> environment() {
        return Map.of("RABBITMQ_HOST", "127.0.0.1", "RABBITMQ_PORT", Integer.toString(port));
    }

    @Override
    public ServerProcess process() {
        return broker;
    }

    /**
     * Writes what RabbitMQ 3.10 would write some minutes after a quorum queue was declared: where its
     * log is. Killed before that, the broker finds the youngest queue again, but without its leader.
     */
    public void flush() throws IOException {
        control("eval", "[dets:sync(Table) || Table <- dets:all()], ok.");
    }

    /** Runs rabbitmqctl and returns what it printed; a failure is an IOException with the same. */
    public String control(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(PROGRAMS.resolve("rabbitmqctl").toString(), "--node", node(), "--quiet"));
        command.addAll(List.of(arguments));
        return run(command, Map.of());
    }

    /** Runs a shell script that calls {@code $RABBITMQCTL}, with these variables; returns what it printed. */
    public String script(Path file, Map<String, String> variables) throws IOException {
        Map<String, String> all = new HashMap<>(variables);
        all.put("RABBITMQCTL", PROGRAMS.resolve("rabbitmqctl") + " --node " + node());
        return run(List.of("/bin/sh", file.toString()), all);
    }

    private String run(List<String> command, Map<String, String> more) throws IOException {
        Path answer = Files.createTempFile(home, "control", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(answer.toFile());
        builder.environment().putAll(variables());
        builder.environment().putAll(more);
        boolean done = ServerProcess.succeeds(builder.start());
        String output = Files.readString(answer);
        Files.delete(answer);
        if (!done) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() {
        broker.close();
        endPortMapper();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void endPortMapper() {
        portMapper.destroyForcibly().onExit().join();
    }

    private String node() {
        return "tasuki" + port + "@localhost";
    }

    private Map<String, String> variables() {
        return Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("ERL_EPMD_PORT", Integer.toString(mapper)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODENAME", node()),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distribution)),
                Map.entry("RABBITMQ_MNESIA_BASE", home.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", home.resolve("log").toString()),
                Map.entry("RABBITMQ_LOGS", "-"),
                Map.entry("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", home.resolve("none").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        home.resolve("enabled_plugins").toString()),
                // The broker itself handles the signals, not a shell in front of it.
                Map.entry("RABBITMQ_ALLOW_INPUT", "1"),
                // Threads that spin while idle would take the few cores of a test machine.
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"));
    }
}
