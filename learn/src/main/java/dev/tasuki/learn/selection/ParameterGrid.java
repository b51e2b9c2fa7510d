package dev.tasuki.learn.selection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every combination of the values of some parameters, in the order of scikit-learn's {@code ParameterGrid}: names are
 * sorted, and the values of the last one change fastest. Immutable.
 *
 * <p>Example: {@code new ParameterGrid(Map.of("max_depth", List.of(3, 5))).at(1)} is {@code {max_depth=5}}.
 */
public final class ParameterGrid {
    private final List<String> names;
    private final List<List<@Nullable Object>> values = new ArrayList<>();
    private final long size;

    /** Of lists that have at least one value each; no list at all is one combination of nothing. */
    public ParameterGrid(Map<String, ? extends List<? extends @Nullable Object>> lists) {
        TreeMap<String, List<? extends @Nullable Object>> sorted = new TreeMap<>(lists);
        this.names = List.copyOf(sorted.keySet());
        long product = 1;
        for (List<? extends @Nullable Object> list : sorted.values()) {
            if (list.isEmpty()) {
                throw new IllegalArgumentException("a list without values");
            }
            values.add(Collections.unmodifiableList(new ArrayList<>(list)));
            product = product > Long.MAX_VALUE / list.size() ? Long.MAX_VALUE : product * list.size();
        }
        this.size = product;
    }

    /** How many combinations there are; {@link Long#MAX_VALUE}: as many or more. */
    public long size() {
        return size;
    }

    /** The combination with this number, from 0: the values by the sorted names. */
    public Map<String, @Nullable Object> at(long number) {
        if (number < 0 || number >= size) {
            throw new IndexOutOfBoundsException("combination " + number + " of " + size);
        }
        List<@Nullable Object> chosen = new ArrayList<>();
        long rest = number;
        for (List<@Nullable Object> list : values.reversed()) {
            chosen.add(list.get((int) (rest % list.size())));
            rest /= list.size();
        }
        Map<String, @Nullable Object> combination = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            combination.put(names.get(i), chosen.get(names.size() - 1 - i));
        }
        return combination;
    }
}
