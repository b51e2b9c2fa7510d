package dev.tasuki.learn.selection;

import dev.tasuki.learn.numpy.MersenneTwister;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the values of one parameter are drawn from. Immutable. */
public sealed interface Choice permits Choice.OneOf, Choice.Uniform, Choice.LogUniform, Choice.Integers {
    /** The next value that chance gives. */
    @Nullable
    Object draw(MersenneTwister random);

    /**
     * One of a list, each as likely as the others.
     *
     * @param values numbers, strings, booleans and nulls, at least one
     */
    record OneOf(List<? extends @Nullable Object> values) implements Choice {
        public OneOf {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }

        @Override
        public @Nullable Object draw(MersenneTwister random) {
            return values.get(random.nextUpTo(values.size() - 1));
        }
    }

    /** A number from {@code low} to below {@code high}, which is above it. */
    record Uniform(double low, double high) implements Choice {
        @Override
        public Object draw(MersenneTwister random) {
            return between(low + (high - low) * random.nextUniform(), low, high);
        }
    }

    /** A number whose logarithm is uniform between those of {@code low}, which is above 0, and {@code high}. */
    record LogUniform(double low, double high) implements Choice {
        @Override
        public Object draw(MersenneTwister random) {
            // The same on every machine, unlike Math.log.
            double from = StrictMath.log(low);
            double to = StrictMath.log(high);
            return between(StrictMath.exp(from + (to - from) * random.nextUniform()), low, high);
        }
    }

    /** An integer from {@code low} to below {@code high}, which is at most 2^31 - 1 above it. */
    record Integers(long low, long high) implements Choice {
        @Override
        public Object draw(MersenneTwister random) {
            return low + random.nextUpTo((int) (high - low - 1));
        }
    }

    private static double between(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
