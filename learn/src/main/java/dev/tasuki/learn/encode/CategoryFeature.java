package dev.tasuki.learn.encode;

import dev.tasuki.learn.prepare.Categories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A column of categories.
 *
 * @param known those of the training rows, and their codes
 * @param way what codes become
 * @param missing the code of a missing value; NaN: it has none. One beyond the known ones has a column of its own
 * @param unknown the code of a category that training has not seen; NaN: it has none
 * @param missingTaken whether a missing value is taken
 */
public record CategoryFeature(
        String name, Categories known, Way way, double missing, double unknown, boolean missingTaken)
        implements Feature {
    /** What codes become. */
    public enum Way {
        /** Numbers in the order of the categories. */
        ORDINAL,
        /** Codes without an order, for learners that take them; what has no code is missing. */
        NATIVE,
        /** A column for each code that says 1 in its rows and 0 in others; what has no code is 0 in all. */
        ONE_HOT
    }

    @Override
    public List<String> names() {
        if (way != Way.ONE_HOT) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>();
        for (int code = 0; code < known.size(); code++) {
            names.add(name + "=" + known.shown(code));
        }
        if (missing == known.size()) {
            names.add(name + ".missing");
        }
        return names;
    }

    /** How many categories training has seen. */
    public int categories() {
        return known.size();
    }

    /** The category that missing values count as; empty: none of the known ones. */
    public Optional<String> missingAs() {
        return missing >= 0 && missing < known.size() ? Optional.of(known.shown((int) missing)) : Optional.empty();
    }

    @Override
    public boolean categorical() {
        return way == Way.NATIVE;
    }

    /** Numbers that it becomes. */
    public int width() {
        return way != Way.ONE_HOT ? 1 : known.size() + (missing == known.size() ? 1 : 0);
    }

    @Override
    public Taken missing(double[] into, int at) {
        if (!missingTaken) {
            return Taken.REFUSED;
        }
        write(missing, into, at);
        return Taken.MISSING;
    }

    @Override
    public Taken number(double value, String written, double[] into, int at) {
        return code(known.ofNumber(value, written), into, at);
    }

    @Override
    public Taken text(String value, double[] into, int at) {
        return code(known.ofText(value), into, at);
    }

    @Override
    public Taken truth(boolean value, double[] into, int at) {
        return code(known.ofTruth(value), into, at);
    }

    private Taken code(double code, double[] into, int at) {
        boolean seen = !Double.isNaN(code);
        write(seen ? code : unknown, into, at);
        return seen ? Taken.KNOWN : Taken.UNKNOWN;
    }

    private void write(double code, double[] into, int at) {
        if (way != Way.ONE_HOT) {
            into[at] = code;
            return;
        }
        Arrays.fill(into, at, at + width(), 0);
        if (!Double.isNaN(code)) {
            into[at + (int) code] = 1;
        }
    }

    @Override
    public String needs() {
        return "a text, a number, true or false is needed" + (missingTaken ? "; null is a missing value" : "");
    }
}
