package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** One program of a deployment, of either make, as a process of its own. */
final class Peer implements AutoCloseable {
    /** A test is over before the optimizing compiler, which takes most of a start's processor time, would pay. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private final Process process;
    private final Path output;

    private Peer(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Where programs run, and how they find the broker and the stores. */
    record Place(Path directory, Map<String, String> variables) {
        /** Ours, by the script that users start. */
        Peer tasuki(String... arguments) {
            return start(CHECKOUT.resolve("tasuki").toString(), List.of(), arguments);
        }

        /** The published design's. */
        Peer python(String script, String... arguments) {
            Path file = CHECKOUT.resolve("interop").resolve("python").resolve(script);
            return start("/usr/bin/python3", List.of("-B", file.toString()), arguments);
        }

        /** A module that the system's Python has. */
        Peer module(String name, String... arguments) {
            return start("/usr/bin/python3", List.of("-B", "-m", name), arguments);
        }

        private Peer start(String program, List<String> before, String... arguments) {
            try {
                Path output = Files.createTempFile(directory, "output", ".log");
                List<String> command = new ArrayList<>(List.of(program));
                command.addAll(before);
                command.addAll(List.of(arguments));
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("TASUKI_"));
                builder.environment().putAll(Map.of("TASUKI_BUILD", "never", "PYTHONUNBUFFERED", "1"));
                builder.environment().putAll(variables);
                builder.environment().merge("TASUKI_JAVA_OPTS", SHORT_LIVED, (given, ours) -> ours + " " + given);
                return new Peer(builder.start(), output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits until it has printed this many matches; returns the last. */
    Matcher awaitOutput(String regex, int times) {
        Pattern pattern = Pattern.compile(regex);
        Awaitility.await(regex).atMost(PATIENCE).until(() -> {
            assertThat(process.isAlive()).as("it ended: " + output()).isTrue();
            return pattern.matcher(output()).results().count() >= times;
        });
        Matcher found = pattern.matcher(output());
        for (int i = 0; i < times; i++) {
            assertThat(found.find()).isTrue();
        }
        return found;
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end; with what it ended. */
    int exit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("still running: " + output())
                .isTrue();
        return process.exitValue();
    }

    /** Waits for its end, and reads the last line that it printed. */
    JsonNode answer() throws IOException, InterruptedException {
        assertThat(exit()).as(output()).isZero();
        return new ObjectMapper().readTree(output().lines().toList().getLast());
    }

    /** Asks it to end, and waits until it has. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("still running: " + output())
                .isTrue();
    }

    /** Ends it and all processes that it has started, at once. */
    void closeTree() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
