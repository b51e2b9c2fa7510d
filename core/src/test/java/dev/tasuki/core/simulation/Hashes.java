package dev.tasuki.core.simulation;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The trace hashes of a few seeds, for a comparison with another JVM's. */
final class Hashes {
    private static final long SEEDS = 12;

    private Hashes() {}

    /** Prints them in one line. */
    public static void main(String[] arguments) {
        System.out.println(line());
    }

    static String line() {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> Long.toHexString(of(seed)))
                .collect(Collectors.joining(" "));
    }

    static long of(long seed) {
        try {
            return Simulation.run(seed, ProcessOverrides.NONE, 1).hash();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
