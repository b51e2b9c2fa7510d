package dev.tasuki.app.cli;

/** A command cannot go on, for a reason that is told in one sentence. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;

    /** Ends the command with one of {@link Exit}'s codes. */
    public Failure(int exit, String sentence) {
        super(sentence, null, false, false);
        this.exit = exit;
    }

    /** The exit code. */
    public int exit() {
        return exit;
    }
}
