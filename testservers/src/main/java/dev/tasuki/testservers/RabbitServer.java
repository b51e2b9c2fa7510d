package dev.tasuki.testservers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A private RabbitMQ broker: the one from the system's packages, on free ports of 127.0.0.1, with its
 * data, its cookie and its port mapper in a directory of its own; user guest, password guest. It can
 * be stopped, killed and started again on the same port with the same data. Closing it, or ending
 * this JVM, ends its processes. Not safe for use by several threads.
 */
public final class RabbitServer implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
    private static final String READY = "Server startup complete";
    private static final long START_SECONDS = 300;
    private static final long STOP_SECONDS = 60;

    private final Path home;
    private final int port;
    private final int distribution;
    private final int mapper;
    private final Process portMapper;
    private final Thread atExit = new Thread(this::end, "rabbitmq-end");
    private @Nullable Process broker;

    private RabbitServer(Path home) throws IOException {
        this.home = home;
        List<Integer> free = freePorts();
        this.port = free.get(0);
        this.distribution = free.get(1);
        this.mapper = free.get(2);
        Runtime.getRuntime().addShutdownHook(atExit);
        this.portMapper = new ProcessBuilder("epmd", "-port", Integer.toString(mapper), "-address", "127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("epmd.log").toFile())
                .start();
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

    /** Where it listens, on 127.0.0.1. */
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

    /** Starts the broker that was stopped or killed, on the same port and data. */
    public void startAgain() throws IOException {
        if (broker != null) {
            throw new IllegalStateException("it runs already");
        }
        ProcessBuilder builder =
                new ProcessBuilder(PROGRAMS.resolve("rabbitmq-server").toString(), "-noinput");
        builder.environment().putAll(variables());
        Process process = builder.redirectErrorStream(true).start();
        broker = process;
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("rabbitmq-log").start(() -> log(process, ready));
        try {
            if (!ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join()) {
                throw new IOException("RabbitMQ did not start: " + Files.readString(home.resolve("server.log")));
            }
        } catch (CompletionException e) {
            throw new IOException("RabbitMQ did not start in " + START_SECONDS + " s, see " + home, e);
        }
    }

    /** Shuts the broker down in good order and waits until it is gone. */
    public void stop() {
        Process process = running();
        process.destroy();
        if (!gone(process)) {
            process.destroyForcibly().onExit().join();
        }
        broker = null;
    }

    /** Ends the broker as a power cut would, and waits until it is gone. */
    public void kill() {
        running().destroyForcibly().onExit().join();
        broker = null;
    }

    /** Stops the broker in its tracks: it keeps its connections and answers nothing. */
    public void pause() throws IOException {
        signal("STOP");
    }

    /** Lets it go on after {@link #pause()}. */
    public void goOn() throws IOException {
        signal("CONT");
    }

    /** False after {@link #stop()} and {@link #kill()}. */
    public boolean isRunning() {
        return broker != null;
    }

    private void signal(String name) throws IOException {
        Process process =
                new ProcessBuilder("kill", "-" + name, Long.toString(running().pid())).start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("could not send " + name + " to RabbitMQ");
        }
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
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("rabbitmqctl " + String.join(" ", arguments) + ": " + output);
        }
        return output;
    }

    /** Ends everything and removes the data. */
    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
        try (var files = Files.walk(home)) {
            files.map(Path::toFile).sorted((a, b) -> b.compareTo(a)).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        Process process = broker;
        if (process != null) {
            process.destroyForcibly().onExit().join();
            broker = null;
        }
        if (portMapper != null) {
            portMapper.destroyForcibly().onExit().join();
        }
    }

    private Process running() {
        Process process = broker;
        if (process == null) {
            throw new IllegalStateException("it does not run");
        }
        return process;
    }

    private static boolean gone(Process process) {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void log(Process process, CompletableFuture<Boolean> ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                Writer log = Files.newBufferedWriter(
                        home.resolve("server.log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line + "\n");
                log.flush();
                if (line.contains(READY)) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.complete(false);
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

    private static List<Integer> freePorts() throws IOException {
        InetAddress local = InetAddress.getByName("127.0.0.1");
        try (ServerSocket a = new ServerSocket(0, 1, local);
                ServerSocket b = new ServerSocket(0, 1, local);
                ServerSocket c = new ServerSocket(0, 1, local)) {
            return List.of(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
        }
    }
}
