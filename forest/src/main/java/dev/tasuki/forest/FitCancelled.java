package dev.tasuki.forest;

/** A fit stopped because {@link Growth#cancelled} said so; no forest came of it. */
public final class FitCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A fit that stopped after so many trees. */
    public FitCancelled(int grown, int total) {
        super("fitting was cancelled after " + grown + " of " + total + " trees");
    }
}
