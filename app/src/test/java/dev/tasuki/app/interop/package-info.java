/** Our programs and those of the published design, side by side over real servers. */
@NullMarked
package dev.tasuki.app.interop;

import org.jspecify.annotations.NullMarked;
