package dev.tasuki.learn.spi;

/** Which version of these interfaces this program has. */
public final class SpiVersion {
    /**
     * Raised with every change after which a class that was compiled before does not run any more. A jar with learners
     * names it in its manifest.
     */
    public static final String CURRENT = "1";

    private SpiVersion() {}
}
