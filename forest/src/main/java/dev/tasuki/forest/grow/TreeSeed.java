package dev.tasuki.forest.grow;

/**
 * What sets one tree of a forest apart, beside its weights.
 *
 * @param splitter first state of the generator that draws features
 * @param patience its ear for cancellation
 */
record TreeSeed(int splitter, Patience patience) {}
