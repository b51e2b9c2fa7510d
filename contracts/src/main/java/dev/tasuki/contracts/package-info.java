/** Placeholder replaced by the first real package documentation. */
@NullMarked
package dev.tasuki.contracts;

import org.jspecify.annotations.NullMarked;
