package dev.tasuki.learn.model;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.ModelFileException.Reason;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Learner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The description of a model as bytes, in version 2. */
final class DescriptionFormat {
    private static final int NUMERIC = 1;
    /** A kind and a numeric feature with an empty name. */
    private static final int SMALLEST_FEATURE = 29;

    private DescriptionFormat() {}

    static byte[] encode(ModelInfo info, Learner<?> learner) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FormatWriter writer = new FormatWriter(bytes);
        writer.putText(learner.name());
        writer.putText(learner.codec().id());
        writer.putInt(learner.codec().version());
        writer.putText(learner.equality().text());
        HeaderFormat.putParameters(info.parameters(), writer);
        putEncoder(info.encoder(), writer);
        writer.putText(info.target());
        HeaderFormat.putClasses(info.classes(), writer);
        HeaderFormat.putScore(info.oobScore(), writer);
        HeaderFormat.putProperties(info.properties(), writer);
        writer.flush();
        return bytes.toByteArray();
    }

    /** Reads bytes whose hash was found to be right. */
    static ModelInfo decode(byte[] description) throws IOException, ModelFileException {
        FormatReader reader = new FormatReader(new ByteArrayInputStream(description));
        reader.section(description.length);
        Learner<?> learner = readLearner(reader);
        reader.readText("the equality");
        Map<String, @Nullable Object> parameters = HeaderFormat.readParameters(learner, reader);
        Encoder encoder = readEncoder(reader);
        String target = reader.readText("the target's name");
        Optional<ClassLabels> classes = HeaderFormat.readClasses(reader);
        HeaderFormat.requireFitting(learner, classes);
        OptionalDouble score = HeaderFormat.readScore(reader);
        Map<String, String> properties = HeaderFormat.readProperties(reader);
        return new ModelInfo(learner.name(), parameters, encoder, target, classes, score, properties);
    }

    private static Learner<?> readLearner(FormatReader reader) throws IOException, ModelFileException {
        String name = reader.readText("the algorithm's name");
        String codec = reader.readText("the name of its format") + " " + reader.readInt();
        Learner<?> learner = Learners.named(name)
                .orElseThrow(() -> unreadable("a model of " + name + ", an algorithm that this program does not have"));
        String ours = learner.codec().id() + " " + learner.codec().version();
        if (!codec.equals(ours)) {
            throw unreadable("a model of " + name + " in the format " + codec + "; this program reads " + ours);
        }
        return learner;
    }

    private static ModelFileException unreadable(String what) {
        return new ModelFileException(Reason.UNKNOWN_VERSION, "the model file holds " + what);
    }

    private static void putEncoder(Encoder encoder, FormatWriter writer) throws IOException {
        writer.putInt(encoder.features().size());
        for (Feature feature : encoder.features()) {
            switch (feature) {
                case Feature.Numeric numeric -> {
                    writer.putByte(NUMERIC);
                    HeaderFormat.putRange(numeric.range(), writer);
                }
            }
        }
    }

    private static Encoder readEncoder(FormatReader reader) throws IOException, ModelFileException {
        int count = reader.readCount("features", SMALLEST_FEATURE);
        List<Feature> features = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            int kind = reader.readByte();
            if (kind != NUMERIC) {
                throw ModelFileException.damaged("there is no kind of feature numbered " + kind);
            }
            features.add(new Feature.Numeric(HeaderFormat.readRange(reader)));
        }
        return new Encoder(features);
    }
}
