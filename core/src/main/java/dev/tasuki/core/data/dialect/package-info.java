/**
 * What an uploaded file is: how its fields are parted, how its letters are written, or that it is no CSV at all. What
 * is stored is always plain: commas, UTF-8.
 */
@NullMarked
package dev.tasuki.core.data.dialect;

import org.jspecify.annotations.NullMarked;
