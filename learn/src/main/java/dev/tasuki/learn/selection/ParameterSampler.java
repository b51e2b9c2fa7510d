package dev.tasuki.learn.selection;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.numpy.SampleWithoutReplacement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws combinations of parameters by chance. Where all values are lists, they are those of scikit-learn's
 * {@code ParameterSampler} in its order: combinations of the grid, none twice. With a distribution among them each
 * combination is drawn by itself, and the draws are our own: scipy's are not reproduced.
 */
public final class ParameterSampler {
    private ParameterSampler() {}

    /**
     * The combinations, by sorted names.
     *
     * @param choices by the parameters' names
     * @param wanted how many; of lists there are no more than the grid has
     * @param seed {@code random_state}, 0 to 2^32 - 1
     * @throws ParameterException when lists have more than 2^31 - 1 combinations
     */
    public static List<Map<String, @Nullable Object>> draw(
            Map<String, ? extends Choice> choices, int wanted, long seed) {
        MersenneTwister random = new MersenneTwister(seed);
        TreeMap<String, Choice> sorted = new TreeMap<>(choices);
        Map<String, List<? extends @Nullable Object>> lists = new LinkedHashMap<>();
        sorted.forEach((name, choice) -> {
            if (choice instanceof Choice.OneOf list) {
                lists.put(name, list.values());
            }
        });
        return lists.size() == sorted.size()
                ? ofGrid(new ParameterGrid(lists), wanted, random)
                : oneByOne(sorted, wanted, random);
    }

    private static List<Map<String, @Nullable Object>> ofGrid(ParameterGrid grid, int wanted, MersenneTwister random) {
        if (grid.size() > Integer.MAX_VALUE) {
            throw new ParameterException(
                    "random", "a grid of more combinations", "one of at most " + Integer.MAX_VALUE + " combinations");
        }
        int size = (int) grid.size();
        List<Map<String, @Nullable Object>> drawn = new ArrayList<>();
        for (int number : SampleWithoutReplacement.draw(size, Math.min(wanted, size), random)) {
            drawn.add(grid.at(number));
        }
        return drawn;
    }

    private static List<Map<String, @Nullable Object>> oneByOne(
            Map<String, Choice> choices, int wanted, MersenneTwister random) {
        List<Map<String, @Nullable Object>> drawn = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            choices.forEach((name, choice) -> one.put(name, choice.draw(random)));
            drawn.add(one);
        }
        return drawn;
    }
}
