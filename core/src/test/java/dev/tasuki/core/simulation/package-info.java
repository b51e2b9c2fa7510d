/**
 * A deterministic simulation of {@code core}: the real dispatch and use cases of several processes, on one
 * turn in virtual time, over a broker, stores and clocks that fail as one seed says. See
 * {@code docs/reliability.md}, section "Simulation".
 */
package dev.tasuki.core.simulation;
