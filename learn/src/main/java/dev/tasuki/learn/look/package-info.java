/** Trees of fitted models in the words of the columns that they were trained with, for people to look at. */
@NullMarked
package dev.tasuki.learn.look;

import org.jspecify.annotations.NullMarked;
