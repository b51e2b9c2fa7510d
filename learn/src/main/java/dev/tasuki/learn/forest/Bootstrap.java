package dev.tasuki.learn.forest;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.numpy.MersenneTwister;
import java.util.Arrays;
import java.util.Optional;

/** The seeds of a forest's trees, and which rows each tree draws. Safe to share between threads. */
final class Bootstrap {
    private final int[] seeds;
    private final int rows;
    private final int draws;

    Bootstrap(ForestParameters parameters, int rows) {
        MersenneTwister random = new MersenneTwister(parameters.randomState());
        this.seeds = new int[parameters.nEstimators()];
        for (int t = 0; t < seeds.length; t++) {
            seeds[t] = random.nextUpTo(Integer.MAX_VALUE - 1);
        }
        this.rows = rows;
        this.draws = parameters.bootstrap() ? drawsAmong(rows, parameters.maxSamples()) : 0;
    }

    /** How often each row is drawn for a tree; without bootstrap, once. */
    int[] counts(int tree) {
        int[] counts = new int[rows];
        if (draws == 0) {
            Arrays.fill(counts, 1);
            return counts;
        }
        MersenneTwister random = new MersenneTwister(seeds[tree]);
        for (int i = 0; i < draws; i++) {
            counts[random.nextUpTo(rows - 1)]++;
        }
        return counts;
    }

    /** Where the generator that draws features for a tree begins. */
    int splitterSeed(int tree) {
        return new MersenneTwister(seeds[tree]).nextUpTo(Integer.MAX_VALUE - 1);
    }

    int trees() {
        return seeds.length;
    }

    static int drawsAmong(int rows, Optional<Amount> maxSamples) {
        int draws = switch (maxSamples.orElse(Amount.of(rows))) {
            case Amount.Rows amount -> amount.rows();
            case Amount.Share amount -> (int) Math.rint(rows * amount.share());
        };
        if (draws < 1 || draws > rows) {
            throw new ParameterException(
                    "max_samples",
                    maxSamples.map(Amount::toString).orElse("null"),
                    "what draws from 1 to " + rows + " rows, as many as there are to train on");
        }
        return draws;
    }
}
