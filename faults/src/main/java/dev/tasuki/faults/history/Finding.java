package dev.tasuki.faults.history;

/** What a checker can hold against a run. */
public enum Finding {
    LOST("accepted, but the row is gone or never ended"),
    UNKNOWN("accepted, but a later look found no such task"),
    UNEXPECTED("a row that no request explains"),
    DOUBLED("one request, two tasks"),
    FAILED("ended in TASK_ERROR or TASK_CANCELLED without a reason"),
    TWO_MODELS("one id, two models"),
    WRONG_BYTES("a model that an undisturbed fit does not give, or none where the row names one"),
    UNFENCED("committed under another claim than the one that wrote the artifact"),
    ILLEGAL_CHANGE("a change of state that there is not"),
    RAN_AGAIN("run again though nothing interrupted it"),
    NO_MESSAGE("the row says the broker has a message, and the broker has none"),
    WRONG_ANSWER("two different predictions of the same model, or a refusal without cause"),
    SERVER_ERROR("answered with 500"),
    HUNG("no answer within the client's patience, though nothing was in the way"),
    NO_ANSWER("the connection broke, though nothing was in the way"),
    NO_RETRY_AFTER("refused for now without saying when to come again");

    private final String meaning;

    Finding(String meaning) {
        this.meaning = meaning;
    }

    /** In one line. */
    public String meaning() {
        return meaning;
    }
}
