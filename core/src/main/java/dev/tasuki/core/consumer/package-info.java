/**
 * The workers of a process, from its queues to the handlers that serve them.
 */
@NullMarked
package dev.tasuki.core.consumer;

import org.jspecify.annotations.NullMarked;
