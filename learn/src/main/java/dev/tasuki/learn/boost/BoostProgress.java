package dev.tasuki.learn.boost;

/** Listens to boosting, and can stop it. */
public interface BoostProgress {
    /** Hears nothing and never stops. */
    BoostProgress UNHEARD = new BoostProgress() {
        @Override
        public void roundDone(int done, int total, double score) {
            // Nobody is listening.
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * A round is finished. Called by the thread that fits, {@code done} rising by one; keep it short.
     *
     * @param done rounds so far
     * @param total rounds at most
     * @param score the score by which early stopping judges (a negative loss); NaN without early
     *     stopping
     */
    void roundDone(int done, int total, double score);

    /** Whether to give up; asked often, by several threads at once. */
    boolean cancelled();

    /**
     * Whether the rounds so far are enough; asked before each round that is to be fitted but the first. The model
     * is then the one that a fit with that {@code max_iter} gives.
     */
    default boolean enough() {
        return false;
    }
}
