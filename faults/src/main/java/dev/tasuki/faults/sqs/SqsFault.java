package dev.tasuki.faults.sqs;

/** What may happen to a call of SQS or to its answer. */
public enum SqsFault {
    /** A received message is received once more, soon after. */
    DELIVERED_TWICE,
    /** Messages of an answer change their places, and one of them comes with a later answer. */
    REORDERED,
    /** The call is passed on; the connection closes instead of an answer. */
    ANSWER_LOST,
    /** The call is refused as one too many, and not passed on. */
    THROTTLED,
    /** The call is answered 503, and not passed on. */
    UNAVAILABLE,
    /** Some entries of a batch fail, whether the service did them or not. */
    ENTRY_FAILED,
    /** A delete is answered, and done when the message may have been received again. */
    DELETE_DELAYED
}
