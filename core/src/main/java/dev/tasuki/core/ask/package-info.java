/**
 * Question and answer over a broker: {@link dev.tasuki.core.ask.Requester} sends and waits until a deadline,
 * {@link dev.tasuki.core.ask.Responder} answers, each with a bound on what waits.
 */
@NullMarked
package dev.tasuki.core.ask;

import org.jspecify.annotations.NullMarked;
