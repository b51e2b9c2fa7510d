package dev.tasuki.testservers;

/**
 * Something that happens to the next request of a step.
 *
 * @param number a status, or a number of bytes
 * @param body what is answered; for {@link Kind#STATUS} Google's sentence
 */
public record GcsFault(Step step, Kind kind, int number, byte[] body) {
    /** What a request is about. */
    public enum Step {
        TOKEN,
        MACHINE,
        MULTIPART,
        SESSION,
        PIECE,
        QUERY,
        CANCEL,
        CONTENT,
        DESCRIPTION,
        LIST,
        REMOVAL
    }

    /** What happens. */
    public enum Kind {
        NONE,
        /** The connection ends before anything is done. */
        CUT,
        /** Everything is done, then the connection ends without an answer. */
        CUT_AFTER,
        /** An error with this status. */
        STATUS,
        /** This status and this body. */
        ANSWER,
        /** This status with this Location. */
        ELSEWHERE,
        /** Of a piece only this many bytes are kept, and the answer says so. */
        KEEP,
        /** Of a piece only this many bytes are read and kept, then the connection ends. */
        KEEP_AND_CUT,
        /** Of a content only this many bytes are sent, then the connection ends. */
        CUT_BODY,
        /** One bit is another one. */
        DAMAGE
    }

    public static GcsFault of(Step step, Kind kind) {
        return new GcsFault(step, kind, 0, new byte[0]);
    }

    public static GcsFault of(Step step, Kind kind, int number) {
        return new GcsFault(step, kind, number, new byte[0]);
    }

    /** An error, with the sentence that Google would add. */
    public static GcsFault status(Step step, int status, String message) {
        return new GcsFault(step, Kind.STATUS, status, message.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public static GcsFault answer(Step step, int status, byte[] body) {
        return new GcsFault(step, Kind.ANSWER, status, body);
    }

    /** Sends elsewhere. */
    public static GcsFault elsewhere(Step step, int status, String location) {
        return new GcsFault(step, Kind.ELSEWHERE, status, location.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
