package dev.tasuki.core.task;

/**
 * How far a run has come.
 *
 * @param fraction 0.0 to 1.0
 * @param stage one word: queued, reading, fitting, evaluating, storing, done
 * @param text one line for a person, e.g. "tree 37 of 100"; empty if there is nothing to say
 */
public record Progress(double fraction, String stage, String text) {
    /** Before anything was done. */
    public static final Progress NONE = new Progress(0.0, "queued", "");

    public Progress {
        if (!(fraction >= 0.0 && fraction <= 1.0)) {
            throw new IllegalArgumentException("fraction " + fraction + " is not in 0..1");
        }
    }
}
