package dev.tasuki.learn.forest;

import dev.tasuki.learn.ParameterException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The criteria's names as sentences and values. */
final class CriterionNames {
    private CriterionNames() {}

    static String allowedFor(Algorithm algorithm) {
        return Arrays.stream(Criterion.values())
                .filter(c -> c.algorithm() == algorithm)
                .map(c -> '"' + c.label() + '"')
                .collect(Collectors.joining(" or ", "", " for a " + algorithm.label()));
    }

    static Criterion named(String label, Algorithm algorithm) {
        return Arrays.stream(Criterion.values())
                .filter(c -> c.algorithm() == algorithm && c.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new ParameterException("criterion", label, allowedFor(algorithm)));
    }
}
