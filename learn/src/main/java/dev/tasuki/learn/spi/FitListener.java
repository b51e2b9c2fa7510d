package dev.tasuki.learn.spi;

/** Listens to a fit, and can stop it. Called from the threads that fit. */
public interface FitListener {
    /** Hears nothing and never stops. */
    FitListener UNHEARD = new FitListener() {
        @Override
        public void advanced(int done, int total, double scoreSoFar) {
            // Nobody is listening.
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * A step is finished, such as a tree of a forest. Calls come one at a time, {@code done} rising by one from 1
     * to {@code total}; keep it short.
     *
     * @param done steps finished so far
     * @param total steps of the fit
     * @param scoreSoFar out-of-bag score as known after the last tenth of the steps, in the last call that of the
     *     model; NaN when it is not asked for or not known
     */
    void advanced(int done, int total, double scoreSoFar);

    /**
     * The score of the model that the first {@code steps} steps make is known: of a forest that out of the bag, after
     * each tenth of its trees and after the last; of boosting the one by which early stopping judges, after each
     * round. Never NaN. Calls come one at a time, {@code steps} rising, and before the last of {@link #advanced}; a
     * fit without such a score never calls.
     */
    default void scored(int steps, double score) {
        // Most listeners count steps alone.
    }

    /**
     * Whether to give up; asked often, before each step and within large ones, by several threads at once.
     */
    boolean cancelled();

    /**
     * Whether the steps so far are enough; asked before each step, by several threads at once. Once it is true, no
     * step begins but the first, those under way end, and of those that were kept elsewhere the ones that follow join.
     * The model is then the one that a fit with that number of steps gives. It stays true once it was.
     */
    default boolean enough() {
        return false;
    }
}
