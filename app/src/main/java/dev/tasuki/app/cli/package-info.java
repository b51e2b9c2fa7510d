/**
 * The commands: what they are called, what they take, what they print, and the exit code they end
 * with.
 */
@NullMarked
package dev.tasuki.app.cli;

import org.jspecify.annotations.NullMarked;
