/**
 * The messages by which Celery's clients and workers speak to each other, as values. {@code CeleryJson} reads a request
 * from an {@code Envelope} or says how it is refused; a {@code Meta} is what a result is told by. Nothing here is ever
 * unpickled, and a message that names a Java class means nothing.
 */
@NullMarked
package dev.tasuki.adapters.celery;

import org.jspecify.annotations.NullMarked;
