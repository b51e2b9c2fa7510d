package dev.tasuki.learn.look;

import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.NumberFeature;
import dev.tasuki.learn.encode.Slot;
import dev.tasuki.learn.formula.SumTree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of a tree's nodes what they ask of a client's columns, where the tree itself compares the numbers that an encoder
 * made of them. What goes left is found by asking the tree, so that a condition and the tree cannot disagree about a
 * category or a missing value. Immutable.
 */
final class Conditions {
    private static final List<String> FALSE = List.of("False");
    private static final List<String> TRUE = List.of("True");

    private final Encoder encoder;
    private final SumTree tree;
    private final int mostCategories;
    /** Of each number that the tree compares, its feature. */
    private final int[] featureOf;

    Conditions(Encoder encoder, SumTree tree, int mostCategories) {
        this.encoder = encoder;
        this.tree = tree;
        this.mostCategories = mostCategories;
        this.featureOf = new int[encoder.names().size()];
        for (int f = 0; f < encoder.features().size(); f++) {
            int place = encoder.place(f);
            int width = encoder.features().get(f).names().size();
            for (int i = 0; i < width; i++) {
                featureOf[place + i] = f;
            }
            if (encoder.indicator(f) >= 0) {
                featureOf[encoder.indicator(f)] = f;
            }
        }
    }

    /** The condition of a node that is no leaf. */
    Condition of(int node) {
        int number = tree.feature(node);
        int f = featureOf[number];
        Feature feature = encoder.features().get(f);
        if (number == encoder.indicator(f)) {
            return Condition.present(feature.name(), tree.takesLeft(node, 1));
        }
        int place = number - encoder.place(f);
        return switch (feature) {
            case Feature.Numeric numeric -> Condition.atMost(numeric.name(), null, tree.split(node), null);
            case NumberFeature of -> number(of, node);
            case DateFeature of -> date(of, place, node);
            case CategoryFeature of -> category(of, place, node);
            case Feature.LeftOut none -> throw new IllegalStateException("no number was made of " + none.name());
        };
    }

    private Condition number(NumberFeature feature, int node) {
        Slot slot = feature.slot();
        Boolean missing = missing(feature.missingTaken(), slot.apply(Double.NaN), node);
        if (feature.truths()) {
            boolean no = tree.takesLeft(node, slot.apply(0));
            boolean yes = tree.takesLeft(node, slot.apply(1));
            if (no != yes) {
                return Condition.of(feature.name(), Condition.Test.IN, yes ? TRUE : FALSE, missing);
            }
        }
        return tree.split(node) == Double.POSITIVE_INFINITY
                ? Condition.present(feature.name(), missing)
                : Condition.atMost(feature.name(), null, raw(slot, tree.split(node)), missing);
    }

    private Condition date(DateFeature feature, int place, int node) {
        Slot slot = feature.slots().get(place);
        Boolean missing = missing(feature.missingTaken(), slot.apply(Double.NaN), node);
        String part = feature.names().get(place).substring(feature.name().length() + 1);
        return tree.split(node) == Double.POSITIVE_INFINITY
                ? Condition.present(feature.name(), missing)
                : Condition.atMost(feature.name(), part, raw(slot, tree.split(node)), missing);
    }

    private Condition category(CategoryFeature feature, int place, int node) {
        if (feature.way() != CategoryFeature.Way.ONE_HOT) {
            Boolean missing = missing(feature.missingTaken(), feature.missing(), node);
            return codes(feature, node, missing);
        }
        if (place == feature.categories()) {
            return Condition.present(feature.name(), tree.takesLeft(node, 1));
        }
        Boolean missing = missing(feature.missingTaken(), feature.missing() == place ? 1 : 0, node);
        List<String> one = List.of(feature.known().shown(place));
        return Condition.of(feature.name(), Condition.Test.NOT_IN, one, missing);
    }

    /** The smaller one of the two sets is told. */
    private Condition codes(CategoryFeature feature, int node, @Nullable Boolean missing) {
        int all = feature.categories();
        BitSet left = new BitSet(all);
        for (int code = 0; code < all; code++) {
            left.set(code, tree.takesLeft(node, code));
        }
        if (left.cardinality() == all) {
            return Condition.present(feature.name(), missing);
        }
        boolean in = 2 * left.cardinality() <= all;
        if (!in) {
            left.flip(0, all);
        }
        List<String> shown = new ArrayList<>();
        left.stream()
                .limit(mostCategories)
                .forEach(code -> shown.add(feature.known().shown(code)));
        return new Condition(
                feature.name(),
                null,
                in ? Condition.Test.IN : Condition.Test.NOT_IN,
                0,
                shown,
                left.cardinality() - shown.size(),
                missing);
    }

    private @Nullable Boolean missing(boolean taken, double number, int node) {
        return taken ? tree.takesLeft(node, number) : null;
    }

    /** The threshold in the column's own numbers: as it is, unless they were scaled. */
    private static double raw(Slot slot, double threshold) {
        return slot.scale() == 1 && slot.mean() == 0 ? threshold : threshold * slot.scale() + slot.mean();
    }
}
