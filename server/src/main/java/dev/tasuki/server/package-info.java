/**
 * Tasuki over HTTP: {@link dev.tasuki.server.HttpServer} starts a Netty server for the use cases of
 * {@code core}. What its parts do: {@code route} has the controllers, {@code view} the JSON they
 * answer with, {@code problem} turns refusals into statuses and words, {@code wire} reads bodies and
 * sees every request and response, {@code events} streams what happens.
 */
@NullMarked
package dev.tasuki.server;

import org.jspecify.annotations.NullMarked;
