/** The program: where it begins, and what its packages of commands, settings and wiring hang on. */
@NullMarked
package dev.tasuki.app;

import org.jspecify.annotations.NullMarked;
