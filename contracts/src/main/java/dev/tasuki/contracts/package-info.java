/**
 * What every adapter must keep: one suite per port, to be extended by a test class that gives a
 * {@link dev.tasuki.contracts.Fixture}. A suite asks only the port and the fixture; a capability that
 * an adapter does not declare, or a fixture cannot show, is reported as a skipped test.
 */
@NullMarked
package dev.tasuki.contracts;

import org.jspecify.annotations.NullMarked;
