/** Makes the image of a release. */
@NullMarked
package dev.tasuki.release;

import org.jspecify.annotations.NullMarked;
