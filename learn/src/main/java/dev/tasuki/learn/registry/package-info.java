/** The learners that there are, listed once. */
@NullMarked
package dev.tasuki.learn.registry;

import org.jspecify.annotations.NullMarked;
