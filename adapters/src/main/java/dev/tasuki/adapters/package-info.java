/** The ports made real, one package for each kind of outside world; none of them sees another. */
@NullMarked
package dev.tasuki.adapters;

import org.jspecify.annotations.NullMarked;
