package dev.tasuki.learn.forest;

import dev.tasuki.learn.ParameterException;

/** How many features are looked at for each split ({@code max_features}). */
public sealed interface MaxFeatures {
    /**
     * How many of {@code features} features are drawn for each split; at least 1, at most
     * {@code features}.
     */
    int among(int features);

    /** Every feature; scikit-learn's default for regressors. */
    record All() implements MaxFeatures {
        @Override
        public int among(int features) {
            return features;
        }

        @Override
        public String toString() {
            return "1.0";
        }
    }

    /** The square root of the number of features, rounded down; the default for classifiers. */
    record Sqrt() implements MaxFeatures {
        @Override
        public int among(int features) {
            return Math.max(1, (int) Math.sqrt(features));
        }

        @Override
        public String toString() {
            return "sqrt";
        }
    }

    /** The binary logarithm of the number of features, rounded down. */
    record Log2() implements MaxFeatures {
        @Override
        public int among(int features) {
            return Math.max(1, 31 - Integer.numberOfLeadingZeros(features));
        }

        @Override
        public String toString() {
            return "log2";
        }
    }

    /** This many features, at least 1; more than there are is refused when a forest is fitted. */
    record Count(int features) implements MaxFeatures {
        @Override
        public int among(int available) {
            if (features > available) {
                throw new ParameterException(
                        "max_features", Integer.toString(features), "at most the " + available + " features there are");
            }
            return features;
        }

        @Override
        public String toString() {
            return Integer.toString(features);
        }
    }

    /** This share of the features, above 0 and up to 1, rounded down but at least one. */
    record Share(double share) implements MaxFeatures {
        @Override
        public int among(int features) {
            return Math.max(1, (int) (share * features));
        }

        @Override
        public String toString() {
            return Double.toString(share);
        }
    }
}
