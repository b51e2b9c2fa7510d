package dev.tasuki.learn.spi;

import dev.tasuki.learn.format.PartFormat;
import java.util.Optional;

/** Where the finished parts of one fit are kept. */
public interface Keeping {
    /** Keeps none. */
    Keeping NONE = new Keeping() {
        @Override
        public <T> FinishedParts<T> of(PartFormat<T> format) {
            return new FinishedParts<>() {
                @Override
                public Optional<T> find(int number) {
                    return Optional.empty();
                }

                @Override
                public void finished(int number, T part) {
                    // Nobody goes on from here.
                }
            };
        }
    };

    /** The parts of former attempts at this fit, and a place for those that come. Called at most once a fit. */
    <T> FinishedParts<T> of(PartFormat<T> format);
}
