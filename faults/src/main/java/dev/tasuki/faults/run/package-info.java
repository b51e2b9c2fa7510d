/** Runs: a deployment, a load on it, faults, and at the end a verdict. */
@NullMarked
package dev.tasuki.faults.run;

import org.jspecify.annotations.NullMarked;
