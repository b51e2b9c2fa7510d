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

    /** What a learner gets for a number of a row; NaN: the feature does not take it. */
    double number(double value);

    /** What a learner gets for a text of a row; NaN: the feature does not take it. */
    double text(String value);

    /** What a learner gets for true or false in a row; NaN: the feature does not take it. */
    double truth(boolean value);

    /** What a value of a row has to be, as a sentence without its end. */
    String needs();

    /**
     * A column of complete numbers, as it is.
     *
     * @param range where its training values lay
     */
    record Numeric(FeatureRange range) implements Feature {
        private static final String DECIMAL = "0123456789+-.eE";

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

        @Override
        public double number(double value) {
            return Math.abs((float) value) <= Float.MAX_VALUE ? value : Double.NaN;
        }

        /** A decimal number, with blanks around it or not. */
        @Override
        public double text(String value) {
            String decimal = value.strip();
            for (int i = 0; i < decimal.length(); i++) {
                if (DECIMAL.indexOf(decimal.charAt(i)) < 0) {
                    return Double.NaN;
                }
            }
            try {
                return number(Double.parseDouble(decimal));
            } catch (NumberFormatException none) {
                return Double.NaN;
            }
        }

        @Override
        public double truth(boolean value) {
            return value ? 1 : 0;
        }

        @Override
        public String needs() {
            return "a finite number within the range of 32-bit floats (up to 3.4028235e38) is needed;"
                    + " a number as text, true and false are taken, too";
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
