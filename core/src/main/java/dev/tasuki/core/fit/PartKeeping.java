package dev.tasuki.core.fit;

import dev.tasuki.learn.spi.Keeping;

/** Where the finished parts of one training are kept for another attempt at it. */
@FunctionalInterface
public interface PartKeeping {
    /** Keeps none. */
    PartKeeping NONE = (fingerprint, word) -> Keeping.NONE;

    /**
     * The parts of former attempts at this fit, and a place for those that come. Called once for each fingerprint
     * of a training: its model has one, and its folds have another.
     *
     * @param fingerprint SHA-256 of all that determines the model
     * @param word what one part is called, such as {@code tree}
     */
    Keeping of(String fingerprint, String word);
}
