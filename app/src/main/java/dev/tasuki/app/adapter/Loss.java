package dev.tasuki.app.adapter;

/** What may be missing afterwards of that which was answered. */
public enum Loss {
    /** Nothing. */
    NOTHING("nothing"),
    /** Messages only: a task starts later, since its row is elsewhere. */
    DELAY("nothing; tasks start up to a minute later"),
    /** What was answered in the last seconds. */
    LAST_SECONDS("what was answered in the last seconds"),
    /** What had not reached the replica. */
    UNREPLICATED("what the replica had not got; nothing if it is synchronous"),
    /** What had not reached the replica, which the URL can ask to be waited for. */
    UNREPLICATED_UNLESS_ASKED(
            "what the replica had not got; with `replicas=1` only what was answered to a repeated request"),
    /** There is no replica to change to. */
    NO_FAILOVER("has none"),
    /** Not ours to say. */
    AS_ITS_OPERATOR_SAYS("as its operator promises");

    private final String words;

    Loss(String words) {
        this.words = words;
    }

    /** As a cell of a table. */
    public String words() {
        return words;
    }
}
