package dev.tasuki.adapters.s3;

/** What goes wrong with one request on its way to the store. */
sealed interface Fault {
    /** The store answers with this status and S3 error code instead of doing the work. */
    record Answer(int status, String code) implements Fault {}

    /** No answer ever comes. */
    record Silence() implements Fault {}

    /** The connection is reset before the work is done. */
    record Reset() implements Fault {}

    /** The work is done, and the connection breaks before the answer. */
    record LostAnswer() implements Fault {}

    /** The answer breaks off after this many bytes of its body. */
    record CutBody(int bytes) implements Fault {}

    /** One bit of the request's body is changed on the way. */
    record Damage() implements Fault {}
}
