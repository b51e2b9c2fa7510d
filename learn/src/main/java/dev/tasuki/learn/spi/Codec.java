package dev.tasuki.learn.spi;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How what a learner fitted is written and read back. Thread-safe.
 *
 * @param <P> the learner's parameters
 */
public interface Codec<P> {
    /** Names the format, such as {@code trees}. */
    String id();

    /** Its newest version, raised with every change. */
    int version();

    /** The version in which a model is written: the oldest that can hold it, so that older programs read it, too. */
    default int version(Fitted fitted) {
        return version();
    }

    /** The oldest version that is still read. */
    default int oldest() {
        return version();
    }

    /** What is written, in this order; equal models give equal bytes. */
    List<Section> sections(Fitted fitted);

    /**
     * Reads the sections, trusting nothing.
     *
     * @throws ModelFileException when they are damaged
     * @throws IOException when the stream fails
     */
    Fitted read(Described<P> described, SectionReader in) throws ModelFileException, IOException;

    /**
     * What the model file says beside the sections.
     *
     * @param features the features' names in their order
     * @param classes empty for a regressor
     * @param oobScore if it was asked for
     * @param version of the format, from {@link Codec#oldest} to {@link Codec#version()}
     */
    record Described<P>(
            P parameters, List<String> features, Optional<ClassLabels> classes, OptionalDouble oobScore, int version) {
        /** Copies. */
        public Described {
            features = List.copyOf(features);
        }
    }
}
