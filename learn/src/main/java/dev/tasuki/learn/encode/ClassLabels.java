package dev.tasuki.learn.encode;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes of a classifier in scikit-learn's order: numbers ascending, text by code points.
 * Never empty.
 */
public sealed interface ClassLabels {
    /** Number of classes. */
    int size();

    /** A class as text: its text, or its number as numpy prints it ({@code 1} or {@code 1.0}). */
    String text(int index);

    /** A class as it came: a {@code String}, a {@code Long} (whole numbers) or a {@code Double}. */
    Object value(int index);

    /** All classes as they came, in their order. */
    default List<Object> values() {
        return IntStream.range(0, size()).mapToObj(this::value).toList();
    }

    /** Classes given as text. */
    record Text(List<String> labels) implements ClassLabels {
        /** Copies. */
        public Text {
            labels = List.copyOf(labels);
        }

        @Override
        public int size() {
            return labels.size();
        }

        @Override
        public String text(int index) {
            return labels.get(index);
        }

        @Override
        public Object value(int index) {
            return labels.get(index);
        }
    }

    /**
     * Classes given as numbers.
     *
     * @param labels the numbers, ascending
     * @param integral whether they were written as whole numbers
     */
    record Numbers(List<Double> labels, boolean integral) implements ClassLabels {
        /** Copies. */
        public Numbers {
            labels = List.copyOf(labels);
        }

        @Override
        public int size() {
            return labels.size();
        }

        @Override
        public String text(int index) {
            return value(index).toString();
        }

        @Override
        public Object value(int index) {
            double label = labels.get(index);
            return integral ? (Object) (long) label : (Object) label;
        }
    }
}
