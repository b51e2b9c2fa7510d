/** The primitive values of our files, read without trust and hashed. */
@NullMarked
package dev.tasuki.learn.format;

import org.jspecify.annotations.NullMarked;
