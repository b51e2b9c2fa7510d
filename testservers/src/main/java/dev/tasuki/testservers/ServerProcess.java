package dev.tasuki.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server that can be started, stopped, killed and started again, with its log in {@code server.log}
 * of its own directory. The end of this JVM ends it. Not safe for use by several threads.
 */
public final class ServerProcess {
    private static final long START_SECONDS = 300;
    private static final long STOP_SECONDS = 60;
    private static final long TOOL_SECONDS = 600;
    private static final long ANSWER_SECONDS = 60;

    private final Path home;
    private final Recipe recipe;
    private final Thread atExit;
    private @Nullable Process process;
    private @Nullable ServerOutput output;

    ServerProcess(Path home, Recipe recipe) {
        this.home = home;
        this.recipe = recipe;
        this.atExit = new Thread(this::end, recipe.name() + "-end");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * How a server is run.
     *
     * @param name for messages
     * @param command makes a builder with command and variables; it may be started any number of times
     * @param ready what a line of the log contains once the server takes connections
     * @param stop the signal at which it ends in good order without waiting for its clients
     */
    record Recipe(String name, ProcessBuilder command, String ready, String stop) {}

    /** Starts it and returns once it takes connections. */
    void start() throws IOException {
        if (process != null) {
            throw new IllegalStateException(recipe.name() + " runs already");
        }
        Process started = recipe.command().redirectErrorStream(true).start();
        process = started;
        ServerOutput copied = new ServerOutput(started, home.resolve("server.log"));
        output = copied;
        CompletableFuture<Boolean> ready = copied.next(recipe.ready());
        Thread.ofPlatform().daemon().name(recipe.name() + "-log").start(copied::copy);
        try {
            if (!ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join()) {
                throw new IOException(
                        recipe.name() + " did not start: " + Files.readString(home.resolve("server.log")));
            }
        } catch (CompletionException e) {
            throw new IOException(recipe.name() + " did not start in " + START_SECONDS + " s, see " + home, e);
        }
    }

    /** Writes a line to its standard input, and returns once it has printed a line that contains the answer. */
    void tell(String command, String answer) throws IOException {
        CompletableFuture<Boolean> answered = Objects.requireNonNull(output, recipe.name() + " was never started")
                .next(answer);
        Writer commands = running().outputWriter(StandardCharsets.UTF_8);
        commands.write(command + "\n");
        commands.flush();
        try {
            if (!answered.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join()) {
                throw new IOException(recipe.name() + " ended before it answered " + command);
            }
        } catch (CompletionException e) {
            throw new IOException(recipe.name() + " did not answer " + command + " in " + ANSWER_SECONDS + " s", e);
        }
    }

    /** Shuts it down in good order and waits until it is gone. */
    void stop() throws IOException {
        Process running = running();
        List<ProcessHandle> family = family(running);
        signal(recipe.stop(), List.of(running.toHandle()));
        if (!gone(running, STOP_SECONDS)) {
            running.destroyForcibly();
        }
        awaitEnd(family);
        process = null;
    }

    /** Ends it with all its children as a power cut would, and waits until they are gone. */
    void kill() {
        List<ProcessHandle> family = family(running());
        family.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(family);
        process = null;
    }

    /** Stops it in its tracks: it keeps its connections and answers nothing. */
    void pause() throws IOException {
        signal("STOP", family(running()));
    }

    /** Lets it go on after {@link #pause()}. */
    void goOn() throws IOException {
        signal("CONT", family(running()));
    }

    /** Sets the size that its files may grow to (the soft limit of RLIMIT_FSIZE): bytes, or {@code unlimited}. */
    void limitFiles(String size) throws IOException {
        String pid = Long.toString(running().pid());
        run(home, List.of("prlimit", "--pid", pid, "--fsize=" + size + ":"));
    }

    /** Waits until it has ended by itself. */
    void awaitEnd() {
        awaitEnd(family(running()));
        process = null;
    }

    boolean isRunning() {
        return process != null;
    }

    /** Kills it if it runs, and removes its directory. */
    void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program that prepares the server, in its directory; what it printed is in the error. */
    static void run(Path home, List<String> command) throws IOException {
        Path log = home.resolve("setup.log");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!succeeds(process)) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
        }
    }

    /** Waits for the end of a tool, and ends it if that does not come in ten minutes. */
    static boolean succeeds(Process tool) {
        boolean ended = gone(tool, TOOL_SECONDS);
        if (!ended) {
            List<ProcessHandle> family = family(tool);
            family.forEach(ProcessHandle::destroyForcibly);
        }
        return ended && tool.exitValue() == 0;
    }

    private void end() {
        if (process != null) {
            kill();
        }
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(recipe.name() + " does not run");
        }
        return running;
    }

    private static List<ProcessHandle> family(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    private void signal(String name, List<ProcessHandle> processes) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(each -> command.add(Long.toString(each.pid())));
        Process kill = new ProcessBuilder(command).start();
        // One of its children may have ended in between; that is nobody's failure.
        if (kill.onExit().join().exitValue() != 0 && !processes.getFirst().isAlive()) {
            throw new IOException("could not send " + name + " to " + recipe.name());
        }
    }

    private static boolean gone(Process process, long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void awaitEnd(List<ProcessHandle> family) {
        for (ProcessHandle each : family) {
            each.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
        }
    }
}
