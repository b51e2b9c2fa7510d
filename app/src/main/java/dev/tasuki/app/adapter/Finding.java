package dev.tasuki.app.adapter;

/**
 * How one thing is.
 *
 * @param subject what was looked at, in a word or two
 * @param detail what was seen
 * @param remedy what to do about it; empty if nothing need be done
 */
public record Finding(State state, String subject, String detail, String remedy) {
    /** How bad it is. */
    public enum State {
        OK,
        /** Works, but may not for long, or not as one might expect. */
        WARN,
        /** Tasuki cannot work like this. */
        FAIL
    }

    public static Finding ok(String subject, String detail) {
        return new Finding(State.OK, subject, detail, "");
    }

    public static Finding warn(String subject, String detail, String remedy) {
        return new Finding(State.WARN, subject, detail, remedy);
    }

    public static Finding fail(String subject, String detail, String remedy) {
        return new Finding(State.FAIL, subject, detail, remedy);
    }
}
