/** Learners that others bring: how their jars are looked at and loaded, and what is told when one of them fails. */
@NullMarked
package dev.tasuki.core.plugin;

import org.jspecify.annotations.NullMarked;
