package dev.tasuki.faults.run;

/** The broker's messages that ask for trainings, counted past the program. */
interface StoredMessages {
    /** Waits until consumers hold this many messages; 0: until the broker has noticed that they are dead. */
    void awaitTaken(long count);

    /** Messages with the broker, in consumers' hands too. */
    long messages();
}
