/**
 * What a client is told when a request is refused: FastAPI's shape for a body that does not fit, an RFC 9457
 * problem for everything else, never a stack trace, path or class name.
 */
@NullMarked
package dev.tasuki.server.problem;

import org.jspecify.annotations.NullMarked;
