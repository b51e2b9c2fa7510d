package dev.tasuki.learn;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** A fit stopped because its listener said so; no forest came of it. */
public final class FitCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A fit that stopped after so many trees. */
    public FitCancelled(int grown, int total) {
        super("fitting was cancelled after " + grown + " of " + total + " trees");
    }

    /** What is made before the first tree. @throws FitCancelled when making it was cancelled */
    public static <T> T orElse(int total, Supplier<T> made) {
        try {
            return made.get();
        } catch (CancellationException cancelled) {
            throw new FitCancelled(0, total);
        }
    }
}
