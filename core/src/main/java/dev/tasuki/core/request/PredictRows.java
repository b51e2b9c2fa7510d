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
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
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
    private final Encoder encoder;
    private final List<String> features;
    private final double[] row;
    private int index = -1;
    private @Nullable Map<String, Integer> places;
    private @Nullable String @Nullable [] wrong;
    /** Names of the row that are no feature's, the first few: what was misspelt is among them. */
    private final List<String> others = new ArrayList<>(0);

    public PredictRows(byte[] body, PredictRequest request, Encoder encoder) throws IOException {
        this.parser = Json.parser(body);
        this.model = request.model();
        this.single = request.single();
        this.encoder = encoder;
        this.features = encoder.names();
        this.row = new double[features.size()];
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
     * it lacks a feature or a feature's value is no number that trees take.
     */
    public double[] next() throws IOException {
        index++;
        if (!single) {
            parser.nextToken();
        }
        Arrays.fill(row, Double.NaN);
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
        for (int f = 0; f < row.length; f++) {
            if (Double.isNaN(row[f])) {
                throw unusable(f);
            }
        }
        return row;
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
        double number = token.isNumeric() ? feature.number(parser.getDoubleValue()) : other(feature, token);
        row[place] = number;
        if (!Double.isNaN(number)) {
            return;
        }
        @Nullable String[] shown = wrong;
        if (shown == null) {
            shown = new @Nullable String[row.length];
            wrong = shown;
        }
        shown[place] = Echo.text(parser);
    }

    /** What the published design makes of it, as scikit-learn casts it: numbers as text, true and false. */
    private double other(Feature feature, JsonToken token) throws IOException {
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
        for (int f = 0; f < row.length; f++) {
            if (Double.isNaN(row[f]) && (shown == null || shown[f] == null)) {
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
        for (int f = first + 1; f < row.length; f++) {
            if (Double.isNaN(row[f])) {
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
        return single ? "input_data" : "input_data[" + index + "]";
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
