package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.ColumnWords;
import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.NumberFeature;
import dev.tasuki.learn.encode.Slot;
import dev.tasuki.learn.table.Table;
import java.util.Locale;

/** Says in fields and in words what was done with each column. */
final class PreparedColumns {
    private PreparedColumns() {}

    /** One object for each column, in the order of the features. */
    static ArrayNode of(Encoder encoder, Table table) {
        ArrayNode columns = Json.object().arrayNode();
        for (Feature feature : encoder.features()) {
            int missing = table.column(feature.name()).orElseThrow().missing();
            column(columns.addObject(), feature, missing, table.rows());
        }
        return columns;
    }

    private static void column(ObjectNode node, Feature feature, int missing, int rows) {
        node.put("name", feature.name());
        node.put("as", kind(feature));
        node.put("missing", missing);
        node.put("columns", feature.names().size() + (feature.indicator() ? 1 : 0));
        node.put("indicator", feature.indicator());
        switch (feature) {
            case NumberFeature number -> slot(node, number.slot());
            case CategoryFeature category -> {
                node.put("categories", category.categories());
                node.put("encoding", category.way().name().toLowerCase(Locale.ROOT));
            }
            case Feature.Numeric none -> {}
            case DateFeature none -> {}
            case Feature.LeftOut none -> {}
        }
        node.put("words", words(feature, missing, rows));
    }

    private static void slot(ObjectNode node, Slot slot) {
        if (Double.isFinite(slot.fill())) {
            node.put("filled_with", slot.fill());
        }
        if (scaled(slot)) {
            node.put("mean", slot.mean());
            node.put("scale", slot.scale());
        }
    }

    private static boolean scaled(Slot slot) {
        return slot.mean() != 0 || slot.scale() != 1;
    }

    private static String kind(Feature feature) {
        return switch (feature) {
            case Feature.Numeric none -> "number";
            case NumberFeature number -> number.truths() ? "boolean" : "number";
            case CategoryFeature none -> "category";
            case DateFeature none -> "date";
            case Feature.LeftOut none -> "left_out";
        };
    }

    private static String words(Feature feature, int missing, int rows) {
        String gaps = ColumnWords.gaps(missing, rows);
        return switch (feature) {
            case Feature.Numeric none -> ColumnWords.AS_IT_IS;
            case NumberFeature number ->
                (number.truths() ? truths(number) : ColumnWords.numbers(scaled(number.slot())))
                        + gaps
                        + filled(
                                number.slot().fill(),
                                "the value " + number.slot().fill(),
                                missing)
                        + says(feature);
            case CategoryFeature category -> category(category) + gaps + missing(category, missing);
            case DateFeature date ->
                "dates as " + String.join(", ", date.names()) + gaps
                        + filled(date.slots().getFirst().fill(), "what was learned of each part", missing)
                        + says(feature);
            case Feature.LeftOut out -> ColumnWords.leftOut(out.reason());
        };
    }

    private static String truths(NumberFeature number) {
        return ColumnWords.TRUTHS + (scaled(number.slot()) ? " on a scale of mean 0 and variance 1" : "");
    }

    private static String filled(double fill, String what, int missing) {
        if (missing == 0) {
            return "";
        }
        return Double.isNaN(fill) ? ", which the learner takes as they are" : ", for which stands " + what;
    }

    private static String says(Feature feature) {
        return feature.indicator() ? ", and a column of its own says where" : "";
    }

    private static String category(CategoryFeature category) {
        ColumnWords.Categories as = switch (category.way()) {
            case ORDINAL -> ColumnWords.Categories.ORDINAL;
            case NATIVE -> ColumnWords.Categories.NATIVE;
            case ONE_HOT -> ColumnWords.Categories.ONE_HOT;
        };
        return as.of(category.categories(), "");
    }

    private static String missing(CategoryFeature category, int missing) {
        if (missing == 0) {
            return "";
        }
        return category.missingAs().isPresent()
                ? ", which count as the most frequent one"
                : category.way() == CategoryFeature.Way.NATIVE ? "" : ", which are a category of their own";
    }
}
