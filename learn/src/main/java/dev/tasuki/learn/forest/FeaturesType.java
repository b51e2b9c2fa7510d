package dev.tasuki.learn.forest;

import dev.tasuki.learn.schema.ParameterType;
import dev.tasuki.learn.schema.PlainValue;
import dev.tasuki.learn.schema.Shape;
import org.jspecify.annotations.Nullable;

/** The type of {@code max_features}: an integer, a share, a word, or null. */
record FeaturesType() implements ParameterType<MaxFeatures> {
    private static final String KINDS = "\"sqrt\", \"log2\", null, an integer, or a share such as 0.5";

    @Override
    public MaxFeatures read(String name, @Nullable Object plain) {
        PlainValue value = new PlainValue(name, plain);
        return switch (plain) {
            case null -> new MaxFeatures.All();
            case String word ->
                switch (word) {
                    case "sqrt" -> new MaxFeatures.Sqrt();
                    case "log2" -> new MaxFeatures.Log2();
                    default -> throw value.refused(KINDS);
                };
            case Number number ->
                value.isInteger() ? new MaxFeatures.Count(value.toInt(KINDS)) : ofShare(number.doubleValue());
            default -> throw value.refused(KINDS);
        };
    }

    private static MaxFeatures ofShare(double share) {
        return share == 1.0 ? new MaxFeatures.All() : new MaxFeatures.Share(share);
    }

    @Override
    public Object plain(MaxFeatures features) {
        return switch (features) {
            case MaxFeatures.All all -> 1.0;
            case MaxFeatures.Sqrt sqrt -> "sqrt";
            case MaxFeatures.Log2 log2 -> "log2";
            case MaxFeatures.Count some -> some.features();
            case MaxFeatures.Share some -> some.share();
        };
    }

    @Override
    public boolean holds(MaxFeatures features) {
        return switch (features) {
            case MaxFeatures.Count some -> some.features() >= 1;
            case MaxFeatures.Share some -> some.share() > 0 && some.share() <= 1;
            case MaxFeatures.All all -> true;
            case MaxFeatures.Sqrt sqrt -> true;
            case MaxFeatures.Log2 log2 -> true;
        };
    }

    @Override
    public String allowed() {
        return "\"sqrt\", \"log2\", null, an integer of at least 1, or a share above 0 and up to 1.0";
    }

    @Override
    public Shape shape() {
        return Shape.of(Shape.Form.ANY).orNull();
    }
}
