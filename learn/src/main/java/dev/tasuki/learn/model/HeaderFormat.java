package dev.tasuki.learn.model;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The description of a model as version 1 had it, which is still read, and the pieces that version 2 has kept.
 */
final class HeaderFormat {
    private static final int NULL = 0;
    private static final int INTEGER = 1;
    private static final int NUMBER = 2;
    private static final int TRUTH = 3;
    private static final int WORD = 4;

    private static final int NO_CLASSES = 0;
    private static final int TEXT_CLASSES = 1;
    private static final int WHOLE_CLASSES = 2;
    private static final int NUMBER_CLASSES = 3;

    private HeaderFormat() {}

    static ModelInfo decode(FormatReader reader) throws IOException, ModelFileException {
        Learner<?> learner = readLearner(reader);
        Map<String, @Nullable Object> parameters = readParameters(learner, reader);
        int features = reader.readCount("features", 28);
        List<FeatureRange> ranges = new ArrayList<>(features);
        for (int f = 0; f < features; f++) {
            ranges.add(readRange(reader));
        }
        String target = reader.readText("the target's name");
        Optional<ClassLabels> classes = readClasses(reader);
        requireFitting(learner, classes);
        OptionalDouble score = readScore(reader);
        Map<String, String> properties = readProperties(reader);
        return new ModelInfo(learner.name(), parameters, Encoder.ofNumbers(ranges), target, classes, score, properties);
    }

    static void requireFitting(Learner<?> learner, Optional<ClassLabels> classes) throws ModelFileException {
        if (classes.isPresent() != (learner.kind() == Kind.CLASSES)) {
            throw ModelFileException.damaged("a classifier has classes and a regressor has none");
        }
    }

    static FeatureRange readRange(FormatReader reader) throws IOException, ModelFileException {
        return new FeatureRange(
                reader.readText("a feature's name"), reader.readDouble(), reader.readDouble(), reader.readDouble());
    }

    static void putRange(FeatureRange range, FormatWriter writer) throws IOException {
        writer.putText(range.name());
        writer.putDouble(range.min());
        writer.putDouble(range.median());
        writer.putDouble(range.max());
    }

    static OptionalDouble readScore(FormatReader reader) throws IOException, ModelFileException {
        return readFlag(reader) ? OptionalDouble.of(reader.readDouble()) : OptionalDouble.empty();
    }

    static void putScore(OptionalDouble score, FormatWriter writer) throws IOException {
        writer.putByte(score.isPresent() ? 1 : 0);
        if (score.isPresent()) {
            writer.putDouble(score.getAsDouble());
        }
    }

    /** Properties, which end the description. */
    static Map<String, String> readProperties(FormatReader reader) throws IOException, ModelFileException {
        int count = reader.readCount("properties", 8);
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            properties.put(reader.readText("a property's name"), reader.readText("a property"));
        }
        if (properties.size() != count || reader.remaining() != 0) {
            throw ModelFileException.damaged("its description does not end where it should");
        }
        return properties;
    }

    static void putProperties(Map<String, String> properties, FormatWriter writer) throws IOException {
        writer.putInt(properties.size());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            writer.putText(property.getKey());
            writer.putText(property.getValue());
        }
    }

    static void putParameters(Map<String, @Nullable Object> parameters, FormatWriter writer) throws IOException {
        writer.putInt(parameters.size());
        for (Map.Entry<String, @Nullable Object> parameter : parameters.entrySet()) {
            writer.putText(parameter.getKey());
            putPlain(parameter.getValue(), writer);
        }
    }

    private static void putPlain(@Nullable Object value, FormatWriter writer) throws IOException {
        switch (value) {
            case null -> writer.putByte(NULL);
            case Boolean truth -> {
                writer.putByte(TRUTH);
                writer.putByte(truth ? 1 : 0);
            }
            case String word -> {
                writer.putByte(WORD);
                writer.putText(word);
            }
            case Double number -> {
                writer.putByte(NUMBER);
                writer.putDouble(number);
            }
            case Number whole -> {
                writer.putByte(INTEGER);
                writer.putLong(whole.longValue());
            }
            default -> throw new IllegalArgumentException("no such parameter value: " + value);
        }
    }

    private static Learner<?> readLearner(FormatReader reader) throws IOException, ModelFileException {
        String name = reader.readText("the algorithm's name");
        return Learners.named(name).orElseThrow(() -> ModelFileException.damaged("it names an unknown algorithm"));
    }

    static Map<String, @Nullable Object> readParameters(Learner<?> learner, FormatReader reader)
            throws IOException, ModelFileException {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        int count = reader.readCount("parameters", 5);
        for (int i = 0; i < count; i++) {
            named.put(reader.readText("a parameter's name"), readPlain(reader));
        }
        try {
            return ConfiguredLearner.of(learner, named).byName();
        } catch (ParameterException notAllowed) {
            throw ModelFileException.damaged("one of its parameters is not allowed: " + notAllowed.getMessage());
        }
    }

    private static @Nullable Object readPlain(FormatReader reader) throws IOException, ModelFileException {
        int kind = reader.readByte();
        return switch (kind) {
            case NULL -> null;
            case INTEGER -> reader.readLong();
            case NUMBER -> reader.readDouble();
            case TRUTH -> readFlag(reader);
            case WORD -> reader.readText("a parameter");
            default -> throw ModelFileException.damaged("there is no kind of parameter numbered " + kind);
        };
    }

    static void putClasses(Optional<ClassLabels> classes, FormatWriter writer) throws IOException {
        if (classes.isEmpty()) {
            writer.putByte(NO_CLASSES);
            return;
        }
        switch (classes.get()) {
            case ClassLabels.Text text -> {
                writer.putByte(TEXT_CLASSES);
                writer.putInt(text.size());
                for (String label : text.labels()) {
                    writer.putText(label);
                }
            }
            case ClassLabels.Numbers numbers -> {
                writer.putByte(numbers.integral() ? WHOLE_CLASSES : NUMBER_CLASSES);
                writer.putInt(numbers.size());
                for (double label : numbers.labels()) {
                    writer.putDouble(label);
                }
            }
        }
    }

    static Optional<ClassLabels> readClasses(FormatReader reader) throws IOException, ModelFileException {
        int kind = reader.readByte();
        return switch (kind) {
            case NO_CLASSES -> Optional.empty();
            case TEXT_CLASSES -> {
                int count = atLeastOne(reader.readCount("classes", 4));
                List<String> labels = new ArrayList<>(count);
                for (int k = 0; k < count; k++) {
                    labels.add(reader.readText("a class"));
                }
                yield Optional.of(new ClassLabels.Text(labels));
            }
            case WHOLE_CLASSES, NUMBER_CLASSES -> {
                int count = atLeastOne(reader.readCount("classes", 8));
                List<Double> labels = new ArrayList<>(count);
                for (int k = 0; k < count; k++) {
                    labels.add(reader.readDouble());
                }
                yield Optional.of(new ClassLabels.Numbers(labels, kind == WHOLE_CLASSES));
            }
            default -> throw ModelFileException.damaged("there is no kind of classes numbered " + kind);
        };
    }

    private static int atLeastOne(int count) throws ModelFileException {
        if (count < 1) {
            throw ModelFileException.damaged("a classifier needs at least one class");
        }
        return count;
    }

    private static boolean readFlag(FormatReader reader) throws IOException, ModelFileException {
        int flag = reader.readByte();
        if (flag > 1) {
            throw ModelFileException.damaged("a flag is neither 0 nor 1");
        }
        return flag == 1;
    }
}
