/** Placeholder replaced by the first real package documentation. */
@NullMarked
package dev.tasuki.adapters;

import org.jspecify.annotations.NullMarked;
