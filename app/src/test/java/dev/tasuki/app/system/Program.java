package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.house.ShownPage;
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

/** The packaged program as a process of its own, started by the script that users start. */
final class Program implements AutoCloseable {
    /** A test is over before the optimizing compiler, which takes most of a start's processor time, would pay. */
    static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern URL = Pattern.compile("answers at (http://\\S+)");

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Where it runs, and variables beyond those of this process. */
    record Place(Path directory, Map<String, String> variables) {
        Place(Path directory) {
            this(directory, Map.of());
        }
    }

    /** Starts a command line. */
    static Program start(Place place, String... arguments) {
        return startWithInput(place, Path.of("/dev/null"), arguments);
    }

    /** The same with a file as standard input. */
    static Program startWithInput(Place place, Path input, String... arguments) {
        return start(place, input, List.of(), arguments);
    }

    private static Program start(Place place, Path input, List<String> before, String... arguments) {
        try {
            Path out = Files.createTempFile(place.directory(), "out", ".log");
            Path err = Files.createTempFile(place.directory(), "err", ".log");
            List<String> command = new ArrayList<>(before);
            command.add(Checkout.root().resolve("tasuki").toString());
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(place.directory().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("TASUKI_"));
            builder.environment().put("TASUKI_BUILD", "never");
            builder.environment().put("TASUKI_JAVA_OPTS", SHORT_LIVED);
            builder.environment().putAll(place.variables());
            return new Program(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts commands of a shell, with these variables and no other. */
    static Program alone(Path directory, Map<String, String> variables, String commands) {
        try {
            Path out = Files.createTempFile(directory, "out", ".log");
            Path err = Files.createTempFile(directory, "err", ".log");
            // The last command takes the shell's place, so that a signal reaches it.
            int last = commands.stripTrailing().lastIndexOf('\n') + 1;
            String script = "set -eu\n" + commands.substring(0, last) + "exec " + commands.substring(last);
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(variables);
            return new Program(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server on a free port and waits until it answers. */
    static Program serving(Place place, String role, String... arguments) {
        List<String> all = new ArrayList<>(List.of(role, "--port", "0"));
        all.addAll(List.of(arguments));
        Program program = start(place, all.toArray(String[]::new));
        program.awaitOutput(URL);
        return program;
    }

    /** Starts what a page shows, which begins with {@code ./tasuki}. */
    static Program startAsShown(Place place, String command) {
        List<String> words = ShownPage.words(command);
        assertThat(words.getFirst()).isEqualTo("./tasuki");
        return start(place, words.subList(1, words.size()).toArray(String[]::new));
    }

    /** The same for a server, on a free port, and waits until it answers. */
    static Program servingAsShown(Place place, String command) {
        Program program = startAsShown(place, command.strip() + " --port 0");
        program.awaitOutput(URL);
        return program;
    }

    /** A server for somebody with such a umask. */
    static Program servingWithUmask(Place place, String umask, String role) {
        List<String> shell = List.of("/bin/sh", "-c", "umask " + umask + "; exec \"$@\"", "sh");
        Program program = start(place, Path.of("/dev/null"), shell, role, "--port", "0");
        program.awaitOutput(URL);
        return program;
    }

    /** Runs a command line to its end. */
    static Ended run(Place place, String... arguments) {
        try (Program program = start(place, arguments)) {
            return new Ended(program.exit(), program.out(), program.err());
        }
    }

    /** What a process left. */
    record Ended(int exit, String out, String err) {
        Ended expect(int code) {
            assertThat(exit).as(out + err).isEqualTo(code);
            return this;
        }
    }

    String url() {
        return awaitOutput(URL).group(1);
    }

    /** Waits until it has printed something that matches. */
    Matcher awaitOutput(Pattern pattern) {
        Matcher[] found = new Matcher[1];
        Awaitility.await(pattern.pattern()).atMost(PATIENCE).until(() -> {
            found[0] = pattern.matcher(out());
            boolean matches = found[0].find();
            assertThat(matches || process.isAlive())
                    .as("it ended: " + out() + err())
                    .isTrue();
            return matches;
        });
        return found[0];
    }

    /** Where it runs. */
    Path directory() {
        return out.getParent();
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** Asks it to end, as a service manager does. */
    void terminate() {
        process.destroy();
    }

    /** Ends it at once, as a lack of memory does. */
    void kill() {
        process.destroyForcibly();
        exit();
    }

    /** Waits for its end. */
    int exit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("still running: " + out() + err())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroyForcibly();
            exit();
        }
    }
}
