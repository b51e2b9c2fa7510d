package dev.tasuki.app.wiring;

/** The process cannot begin its work, for a reason outside of it; the message is one sentence. */
public final class CannotStart extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStart(String sentence) {
        super(sentence, null, false, false);
    }
}
