/**
 * From a delivery to its settlement: back-off while a server is away, and dead letters.
 */
@NullMarked
package dev.tasuki.core.dispatch;

import org.jspecify.annotations.NullMarked;
