/** Placeholder replaced by the first real package documentation. */
@NullMarked
package dev.tasuki.server;

import org.jspecify.annotations.NullMarked;
