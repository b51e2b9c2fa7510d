package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;

/**
 * What sets one tree of a forest apart, beside its weights.
 *
 * @param splitter first state of the generator that draws features
 * @param patience its ear for cancellation
 */
record TreeSeed(int splitter, CancelCheck patience) {}
