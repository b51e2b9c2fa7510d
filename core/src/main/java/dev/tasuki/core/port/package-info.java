/**
 * What {@code core} asks of the outside world: a broker, a task store, an object store. At most six
 * methods each; every adapter passes the contract suite of the port it implements.
 */
@NullMarked
package dev.tasuki.core.port;

import org.jspecify.annotations.NullMarked;
