/**
 * The ports inside one process. {@link dev.tasuki.core.memory.InProcessBroker} carries predictions
 * where producer and consumers share a process; the two stores are naive twins of the durable ones:
 * oracles for their tests, and all that a simulation needs.
 */
@NullMarked
package dev.tasuki.core.memory;

import org.jspecify.annotations.NullMarked;
