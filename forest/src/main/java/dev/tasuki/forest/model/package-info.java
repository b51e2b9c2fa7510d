/**
 * Models as files: what a forest is to be used for, the forest itself, and the format both are kept
 * in.
 */
@NullMarked
package dev.tasuki.forest.model;

import org.jspecify.annotations.NullMarked;
