/**
 * The program with faults in it: it ends, stops or fails at a named call, or has a bug that
 * delivery systems are known for. Everything is done behind the ports; the program itself is the
 * shipped one.
 */
@NullMarked
package dev.tasuki.faults.inject;

import org.jspecify.annotations.NullMarked;
