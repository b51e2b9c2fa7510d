/**
 * Models as files: what a forest is to be used for, the forest itself, and the format both are kept
 * in.
 */
@NullMarked
package dev.tasuki.learn.model;

import org.jspecify.annotations.NullMarked;
