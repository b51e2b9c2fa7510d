/** A client of a running server's HTTP interface, for the commands that ask one. */
@NullMarked
package dev.tasuki.app.client;

import org.jspecify.annotations.NullMarked;
