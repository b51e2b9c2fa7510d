package dev.tasuki.learn.spi;

import java.util.Optional;

/**
 * Finished parts kept outside a fit, so that a fit that was interrupted can go on where it was. Of a forest they are
 * its trees: each depends on the rows, the parameters and its number only. The model has the same bytes as one that
 * was fitted in one go, as long as the parts come from a fit of the very same rows and parameters.
 *
 * @param <T> a part
 */
public interface FinishedParts<T> {
    /** The kept part with this number, counted from 0; asked once for each, by several threads at once. */
    Optional<T> find(int number);

    /** A part that was not kept is finished. Calls come one at a time, in any order of numbers; keep it short. */
    void finished(int number, T part);
}
