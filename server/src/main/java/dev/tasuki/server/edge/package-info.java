/**
 * A connection before and after its requests: how many there may be, how long a client may take, what a
 * request line and headers may look like, and how fast an answer must be read. Everything here runs on
 * the threads that read and write, and never waits.
 */
@NullMarked
package dev.tasuki.server.edge;

import org.jspecify.annotations.NullMarked;
