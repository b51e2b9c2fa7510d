package dev.tasuki.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the operating system tells of a process. */
final class ProcessStats {
    private ProcessStats() {}

    /** Processor seconds so far, of all its threads, in the kernel too; NaN where that is not told. */
    static double processorSeconds(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(spent -> spent.toNanos() / 1e9)
                .orElse(Double.NaN);
    }

    /**
     * A figure of memory in MiB; NaN without /proc.
     *
     * @param file below the process's directory in /proc
     * @param key how its line begins
     */
    static double mebibytes(ProcessHandle process, String file, String key) throws IOException {
        Path path = Path.of("/proc", Long.toString(process.pid()), file);
        List<String> lines = Files.isReadable(path) ? Files.readAllLines(path) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }
}
