/** Trainings that a program of somebody else does: how they are given to it, and what is taken from it. */
@NullMarked
package dev.tasuki.core.trainer;

import org.jspecify.annotations.NullMarked;
