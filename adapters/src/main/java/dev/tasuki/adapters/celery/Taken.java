package dev.tasuki.adapters.celery;

/**
 * A message that was taken from a queue and is not settled yet.
 *
 * @param priority that a row for it has, by what the message says and how its broker understands that
 */
record Taken(Envelope message, String queue, int priority, Settling settling) {
    /** Ends a delivery, once; of several ends the first counts. Thread-safe; a lost connection ends all by itself. */
    interface Settling {
        /** It is kept for longer than the others, and is not to keep them from coming. */
        void hold();

        /** The broker may forget it. */
        void accept();

        /** The broker is to put it aside, or to forget it where the queue has no place for that. */
        void reject();

        /** The broker is to deliver it again. */
        void giveBack();
    }
}
