package dev.tasuki.learn.boost;

import java.util.List;
import java.util.Optional;

/**
 * Finished rounds kept outside a fit, so that a fit that was interrupted can go on where it was. The
 * model is the same as that of a fit in one go, as long as the rounds come from a fit of the very same
 * rows and parameters.
 */
public interface FinishedRounds {
    /** Keeps none. */
    FinishedRounds NONE = new FinishedRounds() {
        @Override
        public Optional<List<BoostTree>> find(int round) {
            return Optional.empty();
        }

        @Override
        public void finished(int round, List<BoostTree> trees) {
            // Nobody goes on from here.
        }
    };

    /** The kept trees of a round, counted from 0; after the first round that is missing none is asked for. */
    Optional<List<BoostTree>> find(int round);

    /** A round that was not kept is finished. Called in the order of rounds; keep it short. */
    void finished(int round, List<BoostTree> trees);
}
