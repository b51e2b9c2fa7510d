/** The files under deploy/, held against the program and against the linters that need no engine. */
@NullMarked
package dev.tasuki.app.deploy;

import org.jspecify.annotations.NullMarked;
