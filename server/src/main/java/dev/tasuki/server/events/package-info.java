/**
 * Streams of server-sent events: {@link dev.tasuki.server.events.EventHub} hears each change once and keeps the last
 * ones as frames, and each {@link dev.tasuki.server.events.EventStream} goes through them at its client's pace.
 */
@NullMarked
package dev.tasuki.server.events;

import org.jspecify.annotations.NullMarked;
