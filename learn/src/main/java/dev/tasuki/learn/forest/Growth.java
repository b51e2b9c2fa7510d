package dev.tasuki.learn.forest;

/** Listens to a forest while it grows, and can stop it. Called from the threads that grow trees. */
public interface Growth {
    /** Hears nothing and never stops. */
    Growth UNHEARD = new Growth() {
        @Override
        public void treeGrown(int grown, int total, double oobScoreSoFar) {
            // Nobody is listening.
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * A tree is finished. Calls come one at a time, {@code grown} rising by one from 1 to
     * {@code total}; keep it short.
     *
     * @param grown trees finished so far
     * @param total trees of the forest
     * @param oobScoreSoFar out-of-bag score as known after the last tenth of the trees, in the last
     *     call that of the forest; NaN when it is not asked for or not known
     */
    void treeGrown(int grown, int total, double oobScoreSoFar);

    /**
     * Whether to give up; asked often, before each tree and within large ones, by several threads
     * at once.
     */
    boolean cancelled();
}
