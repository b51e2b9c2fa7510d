package dev.tasuki.server;

import java.util.List;

/** Tells whether the parts that requests need are there. Called by many threads; must not block long. */
@FunctionalInterface
public interface Readiness {
    /** The state of each part right now; never throws, a part that is away is an answer, too. */
    List<Component> components();

    /**
     * One part.
     *
     * @param name one word: broker, results, store
     * @param ready false if requests that need it are refused
     * @param detail one line for a person
     */
    record Component(String name, boolean ready, String detail) {}
}
