package dev.tasuki.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One program of a deployment as a process of its own, which says in its output when it is ready. */
final class Program implements AutoCloseable {
    private static final int LAST_LINES = 15;
    private static final long START_SECONDS = 240;

    private final String name;
    private final Process process;
    private final long begun = System.nanoTime();
    private final CompletableFuture<Double> ready = new CompletableFuture<>();
    private final Deque<String> last = new ArrayDeque<>();

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * What to start.
     *
     * @param name for people
     * @param readyLine part of the line that says that it is ready
     * @param command program and arguments
     */
    record Recipe(String name, String readyLine, List<String> command) {}

    static Program start(Recipe recipe, Path folder, Map<String, String> variables) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(recipe.command()).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("TASUKI_"));
        builder.environment().putAll(variables);
        Program program = new Program(recipe.name(), builder.start());
        // A virtual thread that reads a pipe would keep one of the few carriers from the load.
        Thread.ofPlatform().daemon().start(() -> program.read(recipe.readyLine()));
        return program;
    }

    private void read(String readyLine) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!ready.isDone()) {
                    note(line);
                    if (line.contains(readyLine)) {
                        ready.complete((System.nanoTime() - begun) / 1e9);
                    }
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException(name + " ended:\n" + String.join("\n", last)));
    }

    private void note(String line) {
        if (last.size() == LAST_LINES) {
            last.removeFirst();
        }
        last.addLast(line);
    }

    long pid() {
        return process.pid();
    }

    String name() {
        return name;
    }

    /** Seconds from its start to the line that says that it is ready; waits for that. */
    double readySeconds() throws IOException {
        try {
            return ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IOException(name + " did not start", e);
        }
    }

    /** Processor seconds of the process and its children so far; NaN without /proc. */
    double processorSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(ProcessStats::processorSeconds)
                .sum();
    }

    /** Resident and proportional set size of the process and its children, in MiB; NaN without /proc. */
    Memory memory() throws IOException {
        double resident = 0;
        double proportional = 0;
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        for (ProcessHandle one : all) {
            resident += ProcessStats.mebibytes(one, "smaps_rollup", "Rss:");
            proportional += ProcessStats.mebibytes(one, "smaps_rollup", "Pss:");
        }
        return new Memory(all.size(), resident, proportional);
    }

    /**
     * Memory in MiB.
     *
     * @param processes how many there are
     * @param resident pages in memory, those that are shared counted in each process
     * @param proportional the same with each shared page counted once
     */
    record Memory(int processes, double resident, double proportional) {}

    /** Asks it to end, and its children after a while no more politely. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
