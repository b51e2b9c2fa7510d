package dev.tasuki.core.dispatch;

import dev.tasuki.core.task.Progress;

/** What long work tells of itself, and how it learns that it should stop. Thread-safe. */
public interface RunControl {
    /** For work that nobody watches or stops. */
    RunControl NONE = new RunControl() {
        @Override
        public void report(Progress progress) {
            // Nobody is listening.
        }

        @Override
        public boolean stopped() {
            return false;
        }
    };

    /** How far it has come; cheap, may be called often. */
    void report(Progress progress);

    /** True once the work should give up at the next chance; cheap, to be asked often. */
    boolean stopped();
}
