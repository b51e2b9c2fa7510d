package dev.tasuki.learn.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A numeric column while it is read. pandas' values are only kept from the first row on at which
 * they differ.
 */
final class NumericValues {
    private static final int FIRST_CAPACITY = 1024;

    private double[] values = new double[FIRST_CAPACITY];
    private double @Nullable [] asPandas;
    private int size;
    private boolean integral = true;

    boolean integral() {
        return integral;
    }

    int size() {
        return size;
    }

    double get(int row) {
        return values[row];
    }

    void addMissing() {
        integral = false;
        add(Double.NaN, Double.NaN);
    }

    void add(NumberParser number) {
        integral &= number.integer();
        add(number.value(), number.pandasValue());
    }

    NumericColumn toColumn(String name) {
        double[] kept = trimmed(values);
        // pandas reads a column of whole numbers by another, exact parser.
        double[] pandas = asPandas == null || integral ? null : trimmed(asPandas);
        return new NumericColumn(name, kept, pandas, integral);
    }

    private double[] trimmed(double[] all) {
        return all.length == size ? all : Arrays.copyOf(all, size);
    }

    private void add(double value, double pandas) {
        if (size == values.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8, size + (size >> 1) + 1L);
            values = Arrays.copyOf(values, capacity);
            if (asPandas != null) {
                asPandas = Arrays.copyOf(asPandas, capacity);
            }
        }
        if (asPandas == null && value != pandas && !Double.isNaN(value)) {
            asPandas = values.clone();
        }
        values[size] = value;
        if (asPandas != null) {
            asPandas[size] = pandas;
        }
        size++;
    }
}
