package dev.tasuki.learn.encode;

import dev.tasuki.learn.prepare.Decimal;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.util.List;

/**
 * What a column becomes on its way to a learner, as it was learned from the training rows: some numbers, each with a
 * name. Immutable.
 */
public sealed interface Feature permits Feature.Numeric, NumberFeature, CategoryFeature, DateFeature, Feature.LeftOut {
    /** The column's name. */
    String name();

    /** The names of the numbers that it becomes. */
    List<String> names();

    /** Whether its one number is a code without an order. */
    default boolean categorical() {
        return false;
    }

    /** Whether one more number, behind those of all features, says where values are missing. */
    default boolean indicator() {
        return false;
    }

    /** Writes what stands for a missing value; nothing if it is refused. */
    Taken missing(double[] into, int at);

    /**
     * Writes what a number becomes; nothing if it is refused.
     *
     * @param written how the number was written
     */
    Taken number(double value, String written, double[] into, int at);

    /** Writes what a text becomes; nothing if it is refused. It stands for no missing value. */
    Taken text(String value, double[] into, int at);

    /** Writes what true or false becomes; nothing if it is refused. */
    Taken truth(boolean value, double[] into, int at);

    /** What a value of a row has to be, as a sentence without its end. */
    String needs();

    /**
     * A column of complete numbers, as it is.
     *
     * @param range where its training values lay
     */
    record Numeric(FeatureRange range) implements Feature {
        static final String NEEDS = "a finite number within the range of 32-bit floats (up to 3.4028235e38) is needed;"
                + " a number as text, true and false are taken, too";

        /** Learns from the training rows of a table. */
        static Numeric learn(Table table, String name, int[] trainingRows) {
            return new Numeric(FeatureRange.of(FeatureMatrix.numeric(table, name), trainingRows));
        }

        @Override
        public String name() {
            return range.name();
        }

        @Override
        public List<String> names() {
            return List.of(range.name());
        }

        /** What a learner gets for a number; NaN: it is not taken. */
        public double number(double value) {
            return usable(value);
        }

        /** What a learner gets for a decimal number, with blanks around it or not; NaN: it is not taken. */
        public double text(String value) {
            return usable(Decimal.of(value));
        }

        /** What a learner gets for true or false. */
        public double truth(boolean value) {
            return value ? 1 : 0;
        }

        static double usable(double value) {
            return Math.abs((float) value) <= Float.MAX_VALUE ? value : Double.NaN;
        }

        @Override
        public Taken missing(double[] into, int at) {
            return Taken.REFUSED;
        }

        @Override
        public Taken number(double value, String written, double[] into, int at) {
            return put(number(value), into, at);
        }

        @Override
        public Taken text(String value, double[] into, int at) {
            return put(text(value), into, at);
        }

        @Override
        public Taken truth(boolean value, double[] into, int at) {
            return put(truth(value), into, at);
        }

        private static Taken put(double value, double[] into, int at) {
            if (Double.isNaN(value)) {
                return Taken.REFUSED;
            }
            into[at] = value;
            return Taken.KNOWN;
        }

        @Override
        public String needs() {
            return NEEDS;
        }

        /** Throws unless all values of a column are numbers that fit into 32-bit floats. */
        static NumericColumn checked(Table table, String name) {
            NumericColumn column = FeatureMatrix.numeric(table, name);
            for (int row = 0; row < table.rows(); row++) {
                FeatureMatrix.requireUsable(table, column, row);
            }
            return column;
        }
    }

    /**
     * A column that is no feature: it becomes nothing, and rows need not have it.
     *
     * @param reason why, as words that follow the column's name
     */
    record LeftOut(String name, String reason) implements Feature {
        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public Taken missing(double[] into, int at) {
            return Taken.KNOWN;
        }

        @Override
        public Taken number(double value, String written, double[] into, int at) {
            return Taken.KNOWN;
        }

        @Override
        public Taken text(String value, double[] into, int at) {
            return Taken.KNOWN;
        }

        @Override
        public Taken truth(boolean value, double[] into, int at) {
            return Taken.KNOWN;
        }

        @Override
        public String needs() {
            return "any value will do";
        }
    }
}
