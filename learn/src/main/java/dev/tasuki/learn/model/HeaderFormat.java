package dev.tasuki.learn.model;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The description of a model as bytes. */
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

    static byte[] encode(ModelInfo info) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FormatWriter writer = new FormatWriter(bytes);
        putParameters(info, writer);
        writer.putInt(info.features().size());
        for (FeatureRange feature : info.features()) {
            writer.putText(feature.name());
            writer.putDouble(feature.min());
            writer.putDouble(feature.median());
            writer.putDouble(feature.max());
        }
        writer.putText(info.target());
        putClasses(info.classes(), writer);
        writer.putByte(info.oobScore().isPresent() ? 1 : 0);
        if (info.oobScore().isPresent()) {
            writer.putDouble(info.oobScore().getAsDouble());
        }
        writer.putInt(info.properties().size());
        for (Map.Entry<String, String> property : info.properties().entrySet()) {
            writer.putText(property.getKey());
            writer.putText(property.getValue());
        }
        writer.flush();
        return bytes.toByteArray();
    }

    static ModelInfo decode(FormatReader reader) throws IOException, ModelFileException {
        Learner<?> learner = readLearner(reader);
        Map<String, @Nullable Object> parameters = readParameters(learner, reader);
        int features = reader.readCount("features", 28);
        List<FeatureRange> ranges = new ArrayList<>(features);
        for (int f = 0; f < features; f++) {
            ranges.add(new FeatureRange(
                    reader.readText("a feature's name"),
                    reader.readDouble(),
                    reader.readDouble(),
                    reader.readDouble()));
        }
        String target = reader.readText("the target's name");
        Optional<ClassLabels> classes = readClasses(reader);
        if (classes.isPresent() != (learner.kind() == Kind.CLASSES)) {
            throw ModelFileException.damaged("a classifier has classes and a regressor has none");
        }
        OptionalDouble score = readFlag(reader) ? OptionalDouble.of(reader.readDouble()) : OptionalDouble.empty();
        int count = reader.readCount("properties", 8);
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            properties.put(reader.readText("a property's name"), reader.readText("a property"));
        }
        if (properties.size() != count || reader.remaining() != 0) {
            throw ModelFileException.damaged("its description does not end where it should");
        }
        return new ModelInfo(learner.name(), parameters, ranges, target, classes, score, properties);
    }

    private static void putParameters(ModelInfo info, FormatWriter writer) throws IOException {
        writer.putText(info.algorithm());
        writer.putInt(info.parameters().size());
        for (Map.Entry<String, @Nullable Object> parameter : info.parameters().entrySet()) {
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

    private static Map<String, @Nullable Object> readParameters(Learner<?> learner, FormatReader reader)
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

    private static void putClasses(Optional<ClassLabels> classes, FormatWriter writer) throws IOException {
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

    private static Optional<ClassLabels> readClasses(FormatReader reader) throws IOException, ModelFileException {
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
