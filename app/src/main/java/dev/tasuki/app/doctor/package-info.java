/** What {@code tasuki doctor} looks at, and what it advises. */
@NullMarked
package dev.tasuki.app.doctor;

import org.jspecify.annotations.NullMarked;
