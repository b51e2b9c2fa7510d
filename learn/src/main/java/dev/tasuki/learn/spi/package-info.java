/**
 * What a learner is: its name, its parameters, how it fits, how what it fitted predicts and is stored. A learner
 * more is a class that implements {@link dev.tasuki.learn.spi.Learner} and a line in the list of them.
 */
@NullMarked
package dev.tasuki.learn.spi;

import org.jspecify.annotations.NullMarked;
