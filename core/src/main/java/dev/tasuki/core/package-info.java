/** Placeholder replaced by the first real package documentation. */
@NullMarked
package dev.tasuki.core;

import org.jspecify.annotations.NullMarked;
