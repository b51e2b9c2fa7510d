/** Placeholder replaced by the first real package documentation. */
@NullMarked
package dev.tasuki.app;

import org.jspecify.annotations.NullMarked;
