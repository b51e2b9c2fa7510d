package dev.tasuki.learn.encode;

import dev.tasuki.learn.prepare.Decimal;
import java.util.List;
import java.util.Locale;

/**
 * A column of numbers, or of true and false, some of which may be missing.
 *
 * @param range where its training values lay, missing ones not counted
 * @param truths whether the column has the words True and False, which are 1 and 0
 * @param slot what becomes of a number
 * @param missingTaken whether a missing value is taken
 * @param indicator whether a number of its own says where values are missing
 */
public record NumberFeature(FeatureRange range, boolean truths, Slot slot, boolean missingTaken, boolean indicator)
        implements Feature {
    @Override
    public String name() {
        return range.name();
    }

    @Override
    public List<String> names() {
        return List.of(range.name());
    }

    @Override
    public Taken missing(double[] into, int at) {
        if (!missingTaken) {
            return Taken.REFUSED;
        }
        into[at] = slot.apply(Double.NaN);
        return Taken.MISSING;
    }

    @Override
    public Taken number(double value, String written, double[] into, int at) {
        double usable = Numeric.usable(value);
        if (Double.isNaN(usable)) {
            return Taken.REFUSED;
        }
        into[at] = slot.apply(usable);
        return Taken.KNOWN;
    }

    @Override
    public Taken text(String value, double[] into, int at) {
        if (truths) {
            switch (value.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> {
                    return truth(true, into, at);
                }
                case "false" -> {
                    return truth(false, into, at);
                }
                default -> {
                    return Taken.REFUSED;
                }
            }
        }
        return number(Decimal.of(value), value, into, at);
    }

    @Override
    public Taken truth(boolean value, double[] into, int at) {
        into[at] = slot.apply(value ? 1 : 0);
        return Taken.KNOWN;
    }

    @Override
    public String needs() {
        String kind = truths ? "true or false, 1 or 0, is needed" : Numeric.NEEDS;
        return missingTaken ? kind + "; null is a missing value" : kind;
    }
}
