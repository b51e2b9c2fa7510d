package dev.tasuki.learn.grow;

/**
 * Draws the features that a node looks at, one after the other, as scikit-learn's splitter does:
 * without replacement, past features that turn out constant, until enough that vary were seen.
 * Features known to be constant in a node stay so in its children and are not looked at again.
 *
 * <p>The features' order is carried over from node to node. Not thread-safe: one draw serves one
 * tree.
 */
final class FeatureDraw {
    /** What {@link #next} says when enough was seen. */
    static final int NONE = -1;

    private final int[] features;
    private final int[] constants;
    private final int wanted;
    private final XorShift random;

    private int known;
    private int total;
    private int found;
    private int drawnConstants;
    private int visited;
    private int unvisited;
    private int at;

    FeatureDraw(int count, int wanted, int seed) {
        this.features = new int[count];
        this.constants = new int[count];
        this.wanted = wanted;
        this.random = new XorShift(seed);
        for (int f = 0; f < count; f++) {
            features[f] = f;
        }
    }

    /** Begins a node of which so many features are already known to be constant. */
    void begin(int knownConstants) {
        known = knownConstants;
        total = knownConstants;
        found = 0;
        drawnConstants = 0;
        visited = 0;
        unvisited = features.length;
    }

    /**
     * The next feature to look at, or {@link #NONE}; it must be answered by {@link #constant} or
     * {@link #varying}.
     */
    int next() {
        while (unvisited > total && (visited < wanted || visited <= found + drawnConstants)) {
            visited++;
            int j = random.nextBetween(drawnConstants, unvisited - found);
            if (j >= known) {
                at = j + found;
                return features[at];
            }
            swap(drawnConstants, j);
            drawnConstants++;
        }
        return NONE;
    }

    /** A number between two, from the same generator. */
    double nextBetween(double low, double high) {
        return random.nextBetween(low, high);
    }

    /** The feature just drawn has one value only in this node. */
    void constant() {
        swap(at, total);
        found++;
        total++;
    }

    /** The feature just drawn could split this node. */
    void varying() {
        unvisited--;
        swap(unvisited, at);
    }

    /** Ends the node and says how many features are known to be constant in its children. */
    int end() {
        System.arraycopy(constants, 0, features, 0, known);
        System.arraycopy(features, known, constants, known, found);
        return total;
    }

    /**
     * The features by position; after {@link #end} the first {@code total} are those known to be
     * constant.
     */
    int featureAt(int position) {
        return features[position];
    }

    int count() {
        return features.length;
    }

    private void swap(int i, int j) {
        int feature = features[i];
        features[i] = features[j];
        features[j] = feature;
    }
}
