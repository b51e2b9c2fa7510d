/** Placeholder replaced by the first real package documentation. */
@NullMarked
package dev.tasuki.bench;

import org.jspecify.annotations.NullMarked;
