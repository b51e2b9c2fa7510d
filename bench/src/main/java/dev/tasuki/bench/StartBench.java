package dev.tasuki.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long a server takes to be ready: from the checkout's start script, from what a release packs, and from the release's
 * one jar, in turn. Each starts once before, so that files are in memory and the checkout has its archive of classes.
 */
final class StartBench {
    private static final int TIMES = 9;
    private static final String READY = "answers at";

    private final Path folder;
    private final Map<String, String> variables = Map.of("TASUKI_BUILD", "never", "TASUKI_PORT", "0");

    private StartBench(Path folder) {
        this.folder = folder;
    }

    static void run(Path folder) throws Exception {
        Path checkout = Path.of("").toAbsolutePath();
        Path release = checkout.resolve("app/target/release");
        Path launcher = one(release, "-linux-x64").resolve("bin/tasuki");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<Program.Recipe> starts = List.of(
                recipe("./tasuki of the checkout", checkout.resolve("tasuki").toString()),
                recipe("bin/tasuki of the archive", launcher.toString()),
                recipe("the one jar", java, "-jar", one(release, ".jar").toString()));
        new StartBench(folder).measure(starts);
    }

    private static Program.Recipe recipe(String name, String... command) {
        List<String> whole = new ArrayList<>(List.of(command));
        whole.add("serve");
        return new Program.Recipe(name, READY, whole);
    }

    private static Path one(Path release, String end) throws IOException {
        Optional<Path> found = Optional.empty();
        if (Files.isDirectory(release)) {
            try (Stream<Path> files = Files.list(release)) {
                found = files.filter(file -> file.toString().endsWith(end)).findFirst();
            }
        }
        return found.orElseThrow(() -> new IOException("no release in " + release + ": run ./tasuki release first"));
    }

    private void measure(List<Program.Recipe> starts) throws Exception {
        List<List<Double>> seconds = new ArrayList<>();
        for (Program.Recipe start : starts) {
            once(start, "first-" + seconds.size());
            seconds.add(new ArrayList<>());
        }
        for (int turn = 0; turn < TIMES; turn++) {
            for (int i = 0; i < starts.size(); i++) {
                seconds.get(i).add(once(starts.get(i), turn + "-" + i));
            }
        }
        double checkout = median(seconds.getFirst());
        System.out.printf("| serve, %d starts in turn | ready after | least to most | beside the checkout |%n", TIMES);
        System.out.println("|---|---|---|---|");
        for (int i = 0; i < starts.size(); i++) {
            List<Double> sorted = seconds.get(i).stream().sorted().toList();
            System.out.printf(
                    "| %s | %.2f s | %.2f to %.2f s | %.2f |%n",
                    starts.get(i).name(),
                    median(sorted),
                    sorted.getFirst(),
                    sorted.getLast(),
                    median(sorted) / checkout);
        }
    }

    /** Seconds until it listens, with data of its own. */
    private double once(Program.Recipe start, String data) throws Exception {
        Path place = Files.createDirectory(folder.resolve("start-" + data));
        try (Program server = Program.start(start, place, variables)) {
            return server.readySeconds();
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
