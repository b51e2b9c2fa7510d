package dev.tasuki.core.request;

import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.NumberFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells a client which values of its rows went the way of missing or of unknown ones. Not thread-safe. */
final class RowWarnings {
    private final List<String> first = new ArrayList<>(0);
    private final int most;
    private long all;

    /** Tells of as many; beyond them the rest is counted. */
    RowWarnings(int most) {
        this.most = most;
    }

    void missing(String where, Feature feature) {
        if (all++ < most) {
            first.add(where + ": feature " + name(feature) + " is missing" + inItsPlace(feature));
        }
    }

    /** @param shown the category as the client sent it */
    void unknown(String where, Feature feature, String shown) {
        if (all++ < most) {
            first.add(where + ": feature " + name(feature) + " is " + shown + ", which the training rows do not have"
                    + inPlaceOfUnknown(feature));
        }
    }

    private static String name(Feature feature) {
        return Shown.name(feature.name(), Shown.LETTERS);
    }

    private static String inItsPlace(Feature feature) {
        return switch (feature) {
            case NumberFeature number -> inPlace(number.slot().fill());
            case DateFeature date ->
                inPlace(date.slots().getFirst().fill(), "; the parts that training learned stand for it");
            case CategoryFeature category ->
                category.missingAs()
                        .map(as -> "; \"" + Shown.of(as) + "\" stands for it")
                        .orElse("; it goes the way of missing values");
            case Feature.Numeric none -> "";
            case Feature.LeftOut none -> "";
        };
    }

    private static String inPlace(double fill) {
        return inPlace(fill, "; " + fill + " stands for it");
    }

    private static String inPlace(double fill, String words) {
        return Double.isNaN(fill) ? "; it goes the way of missing values" : words;
    }

    private static String inPlaceOfUnknown(Feature feature) {
        boolean oneHot = feature instanceof CategoryFeature of && of.way() == CategoryFeature.Way.ONE_HOT;
        boolean missing = feature instanceof CategoryFeature of && !oneHot && Double.isNaN(of.unknown());
        return oneHot
                ? "; it is none of the known categories"
                : missing ? "; it goes the way of missing values" : "; it has the code of unknown categories";
    }

    /** The first of them; the last one says how many more there are. */
    List<String> sentences() {
        if (all <= most) {
            return List.copyOf(first);
        }
        List<String> shown = new ArrayList<>(first.subList(0, most - 1));
        shown.add(String.format(Locale.ROOT, "and %,d more values are missing or unknown", all - most + 1));
        return shown;
    }

    /** The same, and forgets them. */
    List<String> take() {
        if (all == 0) {
            return List.of();
        }
        List<String> taken = sentences();
        first.clear();
        all = 0;
        return taken;
    }
}
