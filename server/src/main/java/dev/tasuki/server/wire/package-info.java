/**
 * What every request passes, whatever its route: request ids, limits, security headers, timing.
 */
@NullMarked
package dev.tasuki.server.wire;

import org.jspecify.annotations.NullMarked;
