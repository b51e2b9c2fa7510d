package dev.tasuki.core.run;

/** Why a run ends with what it has, without what was to follow. */
public enum FinishReason {
    /** Somebody requested it. */
    REQUESTED("request"),
    /** Its time was up, and what it had by then is kept. */
    TIMED_OUT("timeout");

    private final String text;

    FinishReason(String text) {
        this.text = text;
    }

    /** As it is written and shown. */
    public String text() {
        return text;
    }
}
