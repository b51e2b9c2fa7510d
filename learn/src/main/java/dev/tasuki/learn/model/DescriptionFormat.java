package dev.tasuki.learn.model;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.ModelFileException.Reason;
import dev.tasuki.learn.registry.AddedLearners;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Learner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The description of a model as bytes, in version 2. */
final class DescriptionFormat {
    private DescriptionFormat() {}

    /** What a description says, and in which version of the learner's format the sections are. */
    record Decoded(ModelInfo info, int version) {}

    static byte[] encode(ModelInfo info, Learner<?> learner, int version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FormatWriter writer = new FormatWriter(bytes);
        writer.putText(learner.name());
        writer.putText(learner.codec().id());
        writer.putInt(version);
        writer.putText(learner.equality().text());
        HeaderFormat.putParameters(info.parameters(), writer);
        EncoderFormat.put(info.encoder(), writer);
        writer.putText(info.target());
        HeaderFormat.putClasses(info.classes(), writer);
        HeaderFormat.putScore(info.oobScore(), writer);
        HeaderFormat.putProperties(info.properties(), writer);
        writer.flush();
        return bytes.toByteArray();
    }

    /** Reads bytes whose hash was found to be right. */
    static Decoded decode(byte[] description) throws IOException, ModelFileException {
        FormatReader reader = new FormatReader(new ByteArrayInputStream(description));
        reader.section(description.length);
        String name = reader.readText("the algorithm's name");
        String codec = reader.readText("the name of its format");
        int version = reader.readInt();
        Learner<?> learner = learner(name, codec, version);
        reader.readText("the equality");
        Map<String, @Nullable Object> parameters = HeaderFormat.readParameters(learner, reader);
        Encoder encoder = EncoderFormat.read(reader);
        String target = reader.readText("the target's name");
        Optional<ClassLabels> classes = HeaderFormat.readClasses(reader);
        HeaderFormat.requireFitting(learner, classes);
        OptionalDouble score = HeaderFormat.readScore(reader);
        Map<String, String> properties = HeaderFormat.readProperties(reader);
        return new Decoded(
                new ModelInfo(learner.name(), parameters, encoder, target, classes, score, properties), version);
    }

    private static Learner<?> learner(String name, String codec, int version) throws ModelFileException {
        Learner<?> learner = Learners.named(name)
                .orElseThrow(() -> unreadable(
                        name,
                        "a model of " + name + ", an algorithm "
                                + (pluggable(name) ? "of a plug-in " : "")
                                + "that this program does not have"));
        Codec<?> ours = learner.codec();
        if (!codec.equals(ours.id()) || version < ours.oldest() || version > ours.version()) {
            String versions = ours.oldest() == ours.version() ? "" : ours.oldest() + " to ";
            throw unreadable(
                    name,
                    "a model of " + name + " in the format " + codec + " " + version + "; "
                            + (pluggable(name) ? "its plug-in here" : "this program") + " reads " + ours.id() + " "
                            + versions + ours.version());
        }
        return learner;
    }

    private static boolean pluggable(String name) {
        return AddedLearners.NAME.matcher(name).matches();
    }

    private static ModelFileException unreadable(String name, String what) {
        return new ModelFileException(
                pluggable(name) ? Reason.NEEDS_PLUGIN : Reason.UNKNOWN_VERSION, "the model file holds " + what);
    }
}
