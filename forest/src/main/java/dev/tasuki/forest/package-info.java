/** Placeholder replaced by the first real package documentation. */
@NullMarked
package dev.tasuki.forest;

import org.jspecify.annotations.NullMarked;
