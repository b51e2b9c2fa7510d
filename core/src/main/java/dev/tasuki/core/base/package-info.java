/**
 * The ground that every room stands on: JSON, hashes, clocks and tickers, telemetry, deadlines, events of
 * tasks. Knows tasks and ports, and no other room.
 */
@NullMarked
package dev.tasuki.core.base;

import org.jspecify.annotations.NullMarked;
