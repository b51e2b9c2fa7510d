/** The object store as a directory of this machine. */
@NullMarked
package dev.tasuki.adapters.files;

import org.jspecify.annotations.NullMarked;
