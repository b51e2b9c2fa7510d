package dev.tasuki.faults.program;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One of our programs as a process of its own. The end of this JVM ends it. Not for several threads, but
 * for {@link #kill}.
 */
public final class Tasuki implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final String FAULTY_MAIN = "dev.tasuki.faults.inject.FaultyMain";
    private static final Pattern READY = Pattern.compile("answers at (http://\\S+)|(Tasuki consumer works)");

    private final Process process;
    private final Path output;
    private final Thread atExit;

    private Tasuki(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.atExit = new Thread(process::destroyForcibly, "program-end");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * How to start a program.
     *
     * @param directory where it runs and where its output is kept
     * @param plan what goes wrong in it, see {@code dev.tasuki.faults.inject.FaultPlan}; null if nothing does: it is then
     *     started by its own script
     * @param variables its environment, beyond this process's
     * @param arguments its command line
     */
    public record Launch(Path directory, @Nullable String plan, Map<String, String> variables, List<String> arguments) {
        public Launch {
            variables = Map.copyOf(variables);
            arguments = List.copyOf(arguments);
        }

        /** The same with faults in it; null: with none. */
        public Launch withFaults(@Nullable String what) {
            return new Launch(directory, what, variables, arguments);
        }
    }

    /** Starts it and returns at once. */
    public static Tasuki start(Launch launch) {
        return start(launch, launch.plan() == null ? List.of() : ClassCache.options());
    }

    static Tasuki start(Launch launch, List<String> options) {
        try {
            Path output = Files.createTempFile(launch.directory(), "program", ".log");
            List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
            all.addAll(options);
            List<String> command = new ArrayList<>();
            if (launch.plan() == null) {
                command.add(Build.script().toString());
            } else {
                command.addAll(faulty(launch.plan(), all));
            }
            command.addAll(launch.arguments());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(launch.directory().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("TASUKI_"));
            builder.environment().put("TASUKI_BUILD", "never");
            builder.environment().put("TASUKI_JAVA_OPTS", String.join(" ", all));
            builder.environment().putAll(launch.variables());
            return new Tasuki(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same JVM options as the script's, but another main class on the class path. */
    private static List<String> faulty(String plan, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Build.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of(
                "-Dtasuki.faults=" + plan,
                "-cp",
                Build.program() + File.pathSeparator + Build.thisModule(),
                FAULTY_MAIN));
        return command;
    }

    /** Waits until it is ready; its URL, or nothing if it listens nowhere. */
    public String awaitReady() {
        return String.valueOf(awaitOutput(READY).group(1));
    }

    /** Waits until it is ready or has ended; what {@link #awaitReady} says, or empty. */
    public String awaitReadyOrEnd() {
        Awaitility.await(READY.pattern())
                .atMost(PATIENCE)
                .pollInterval(GLANCE)
                .until(() -> !process.isAlive() || READY.matcher(output()).find());
        return READY.matcher(output()).find() ? awaitReady() : "";
    }

    /** Waits until it has printed something that matches. */
    public Matcher awaitOutput(Pattern pattern) {
        Matcher[] found = new Matcher[1];
        Awaitility.await(pattern.pattern())
                .atMost(PATIENCE)
                .pollInterval(GLANCE)
                .until(() -> {
                    found[0] = pattern.matcher(output());
                    if (found[0].find()) {
                        return true;
                    }
                    if (!process.isAlive()) {
                        throw new IllegalStateException("it ended (" + process.exitValue() + "): " + output());
                    }
                    return false;
                });
        return found[0];
    }

    /** All that it has printed. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL to it and to what it has started, and waits until it is gone. */
    public void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP: it keeps its connections and does nothing. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void goOn() {
        signal("CONT");
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end; its exit code. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running: " + output());
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("could not send " + name + " to process " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
