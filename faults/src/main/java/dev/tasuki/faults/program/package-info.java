/** Our programs and the servers they need, as processes that can be started, killed, paused and asked. */
@NullMarked
package dev.tasuki.faults.program;

import org.jspecify.annotations.NullMarked;
