package dev.tasuki.learn.encode;

import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.util.function.IntToDoubleFunction;

/** What a column becomes on its way to a learner, as it was learned from the training rows. Immutable. */
public sealed interface Feature {
    /** The column's name. */
    String name();

    /**
     * The column's values in a table, as a learner gets them.
     *
     * @throws dev.tasuki.learn.InvalidValueException naming line and column, when a value is none of the feature
     */
    IntToDoubleFunction values(Table table);

    /**
     * A column of complete numbers, as it is.
     *
     * @param range where its training values lay
     */
    record Numeric(FeatureRange range) implements Feature {
        /** Learns from the training rows of a table. */
        static Numeric learn(Table table, String name, int[] trainingRows) {
            return new Numeric(FeatureRange.of(FeatureMatrix.numeric(table, name), trainingRows));
        }

        @Override
        public String name() {
            return range.name();
        }

        @Override
        public IntToDoubleFunction values(Table table) {
            return checked(table, name());
        }

        /** The values of a column, all of them numbers that fit into 32-bit floats. */
        static IntToDoubleFunction checked(Table table, String name) {
            NumericColumn column = FeatureMatrix.numeric(table, name);
            for (int row = 0; row < table.rows(); row++) {
                FeatureMatrix.requireUsable(table, column, row);
            }
            return column::value;
        }
    }
}
