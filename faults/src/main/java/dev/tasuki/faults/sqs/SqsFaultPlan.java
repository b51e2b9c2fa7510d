package dev.tasuki.faults.sqs;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * Which faults happen, and how often. What happens to the n-th call depends on seed and n alone.
 *
 * @param percent of the calls that each of the faults strikes
 */
public record SqsFaultPlan(long seed, int percent, Set<SqsFault> faults) {
    /** Everything is well. */
    public static final SqsFaultPlan NONE = new SqsFaultPlan(0, 0, Set.of());

    private static final int HUNDRED = 100;

    public SqsFaultPlan {
        faults = Set.copyOf(faults);
    }

    /** All faults, each at few calls. */
    public static SqsFaultPlan all(long seed, int percent) {
        return new SqsFaultPlan(seed, percent, EnumSet.allOf(SqsFault.class));
    }

    /** One fault, at every call that it can strike. */
    public static SqsFaultPlan always(SqsFault fault) {
        return new SqsFaultPlan(1, HUNDRED, Set.of(fault));
    }

    /** Whether this fault strikes this call. */
    boolean strikes(SqsFault fault, long call) {
        return faults.contains(fault)
                && random(call * SqsFault.values().length + fault.ordinal()).nextInt(HUNDRED) < percent;
    }

    /** What is chosen at random about one thing; the same for the same number. */
    Random random(long number) {
        // The generator's first values are alike for seeds that are; the factor spreads them.
        return new Random((seed * 1_000_003 + number) * 0x9E37_79B9_7F4A_7C15L);
    }
}
