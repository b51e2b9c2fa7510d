package dev.tasuki.core.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.Taken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a predict body that {@link PredictParser} has found to be well-formed, one after the other,
 * as numbers in the order of a model's features, made by its encoder. For one thread.
 */
public final class PredictRows implements AutoCloseable {
    /** Letters; more digits make no other double of use. */
    private static final int LONGEST_NUMBER = 100;

    private final JsonParser parser;
    private final ModelId model;
    private final boolean single;
    private final boolean eachRow;
    private final Encoder encoder;
    private final List<String> features;
    private final double[] row;
    /** How each feature took its value, null while it is not there; none for complete numbers, where NaN says so. */
    private final @Nullable Taken[] taken;

    private final RowWarnings warnings;
    private int index = -1;
    private @Nullable Map<String, Integer> places;
    private @Nullable String @Nullable [] wrong;
    /** Names of the row that are no feature's, the first few: what was misspelt is among them. */
    private final List<String> others = new ArrayList<>(0);

    public PredictRows(byte[] body, PredictRequest request, Encoder encoder) throws IOException {
        this.parser = Json.tokens(body);
        this.model = request.model();
        this.single = request.single();
        this.eachRow = request.eachRow();
        this.warnings = new RowWarnings((eachRow ? Limits.ROW_WARNINGS : Limits.PREDICT_WARNINGS).intValue());
        this.encoder = encoder;
        this.features = encoder.columns();
        this.row = new double[encoder.names().size()];
        this.taken = new @Nullable Taken[encoder.plain() ? 0 : features.size()];
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean input = parser.currentName().equals("input_data");
            parser.nextToken();
            if (input) {
                return;
            }
            parser.skipChildren();
        }
    }

    /**
     * The next row, good until the one after it is asked for. Throws InvalidRequest that names the row if
     * it lacks a feature or a feature's value is none that the model takes.
     */
    public double[] next() throws IOException {
        index++;
        if (!single) {
            parser.nextToken();
        }
        Arrays.fill(row, Double.NaN);
        Arrays.fill(taken, null);
        int expected = 0;
        others.clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int place = place(name, expected);
            JsonToken value = parser.nextToken();
            if (place < 0) {
                if (others.size() < Limits.SUGGESTED_NAMES.intValue()) {
                    others.add(name);
                }
                parser.skipChildren();
            } else {
                value(place, value);
                expected = place + 1;
            }
        }
        for (int f = 0; f < features.size(); f++) {
            if (open(f)) {
                throw unusable(f);
            }
        }
        for (int f = 0; f < taken.length; f++) {
            int indicator = encoder.indicator(f);
            if (indicator >= 0) {
                row[indicator] = taken[f] == Taken.MISSING ? 1 : 0;
            }
        }
        return row;
    }

    /** What the client should know of the rows so far, one sentence each; mostly nothing. */
    public List<String> warnings() {
        return warnings.sentences();
    }

    /** What there is to know of the last row alone. */
    public List<String> rowWarnings() {
        return warnings.take();
    }

    /** Whether a feature has no value that can be used. */
    private boolean open(int feature) {
        if (taken.length == 0) {
            return Double.isNaN(row[feature]);
        }
        Taken how = taken[feature];
        return how == Taken.REFUSED || (how == null && !(encoder.features().get(feature) instanceof Feature.LeftOut));
    }

    /** Clients mostly name features in the model's order: then no name is looked up. */
    private int place(String name, int expected) {
        if (expected < features.size() && features.get(expected).equals(name)) {
            return expected;
        }
        Map<String, Integer> known = places;
        if (known == null) {
            known = HashMap.newHashMap(features.size());
            for (int f = 0; f < features.size(); f++) {
                known.put(features.get(f), f);
            }
            places = known;
        }
        return known.getOrDefault(name, -1);
    }

    private void value(int place, JsonToken token) throws IOException {
        Feature feature = encoder.features().get(place);
        if (taken.length == 0 && feature instanceof Feature.Numeric plain) {
            double number = token.isNumeric() ? plain.number(parser.getDoubleValue()) : other(plain, token);
            row[place] = number;
            if (!Double.isNaN(number)) {
                return;
            }
        } else if (taken(place, feature, token) != Taken.REFUSED) {
            return;
        }
        @Nullable String[] shown = wrong;
        if (shown == null) {
            shown = new @Nullable String[features.size()];
            wrong = shown;
        }
        shown[place] = ShownValue.text(parser);
    }

    private Taken taken(int place, Feature feature, JsonToken token) throws IOException {
        int at = encoder.place(place);
        Taken how = switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                feature.number(parser.getDoubleValue(), parser.getText(), row, at);
            case VALUE_TRUE -> feature.truth(true, row, at);
            case VALUE_FALSE -> feature.truth(false, row, at);
            case VALUE_NULL -> feature.missing(row, at);
            case VALUE_STRING ->
                parser.getTextLength() > LONGEST_NUMBER && !(feature instanceof CategoryFeature)
                        ? Taken.REFUSED
                        : encoder.text(place, parser.getText(), row);
            default -> Taken.REFUSED;
        };
        if (feature instanceof Feature.LeftOut) {
            parser.skipChildren();
            how = Taken.KNOWN;
        }
        taken[place] = how;
        if (how == Taken.MISSING) {
            warnings.missing(where(), feature);
        } else if (how == Taken.UNKNOWN) {
            warnings.unknown(where(), feature, ShownValue.text(parser));
        }
        return how;
    }

    /** What the published design makes of it, as scikit-learn casts it: numbers as text, true and false. */
    private double other(Feature.Numeric feature, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> feature.truth(true);
            case VALUE_FALSE -> feature.truth(false);
            case VALUE_STRING -> parser.getTextLength() > LONGEST_NUMBER ? Double.NaN : feature.text(parser.getText());
            default -> Double.NaN;
        };
    }

    /** The first feature without a usable value is told of: that it lacks, with all others, or what it is. */
    private InvalidRequest unusable(int first) {
        @Nullable String[] shown = wrong;
        if (shown != null && shown[first] != null) {
            return InvalidRequest.content(
                    RefusalCode.NOT_A_NUMBER,
                    where() + ": feature " + features.get(first) + " is " + shown[first] + "; "
                            + encoder.features().get(first).needs() + besides(first, shown));
        }
        List<String> missing = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            if (open(f) && (shown == null || shown[f] == null)) {
                missing.add(features.get(f));
            }
        }
        return InvalidRequest.content(
                RefusalCode.MISSING_FEATURE,
                where() + " lacks the feature" + (missing.size() == 1 ? " " : "s ") + listed(missing) + meant(missing)
                        + "; model " + model + " needs " + listed(features) + besides(first, shown));
    }

    /** What else of the row is of no use, so that one answer is enough. */
    private String besides(int first, @Nullable String @Nullable [] shown) {
        List<String> values = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        boolean lacks = shown == null || shown[first] == null;
        for (int f = first + 1; f < features.size(); f++) {
            if (open(f)) {
                String name = Shown.name(features.get(f), Shown.LETTERS);
                if (shown != null && shown[f] != null) {
                    values.add(name + " is " + shown[f]);
                } else if (!lacks) {
                    absent.add(name);
                }
            }
        }
        return (values.isEmpty() ? "" : "; besides, " + Shown.first(values))
                + (absent.isEmpty() ? "" : "; missing are " + Shown.first(absent));
    }

    private static String listed(List<String> names) {
        return Shown.first(
                names.stream().map(name -> Shown.name(name, Shown.LETTERS)).toList());
    }

    private String meant(List<String> missing) {
        StringBuilder hints = new StringBuilder();
        for (String other : others) {
            Closest.to(other, missing)
                    .ifPresent(near -> hints.append("; for \"")
                            .append(Shown.of(other))
                            .append("\" did you mean \"")
                            .append(Shown.of(near))
                            .append("\"?"));
        }
        return hints.toString();
    }

    private String where() {
        if (eachRow) {
            return "the row";
        }
        return single ? "input_data" : "input_data[" + index + "]";
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
