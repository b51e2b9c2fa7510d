/**
 * Consumers and runs of foreign programs that share the broker: how they are recognised, and how their
 * results become rows.
 */
@NullMarked
package dev.tasuki.core.foreign;

import org.jspecify.annotations.NullMarked;
