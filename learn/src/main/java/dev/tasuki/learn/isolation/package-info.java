/**
 * Finds rows that are unlike the others: the fewer random cuts part a row from all others, the more unlike it is.
 *
 * <p>Source of the method: Liu, Ting and Zhou, "Isolation forest", 2008.
 */
@NullMarked
package dev.tasuki.learn.isolation;

import org.jspecify.annotations.NullMarked;
