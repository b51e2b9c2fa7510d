package dev.tasuki.core.task;

import java.time.Duration;
import java.util.Map;

/**
 * How many rows there are.
 *
 * @param states how many are in each state; every state is a key
 * @param published how many of those that are RECEIVED have been published. As many messages should
 *     be with the broker or on their way to a claim
 * @param scheduled how many of those that are RECEIVED are not due yet
 * @param longestWait how long ago the one of those that are RECEIVED became due that has been due for longest; zero if
 *     none is due
 */
public record TaskCounts(Map<TaskState, Long> states, long published, long scheduled, Duration longestWait) {
    public TaskCounts {
        states = Map.copyOf(states);
    }

    /** How many are in this state. */
    public long in(TaskState state) {
        return states.getOrDefault(state, 0L);
    }

    /** How many wait for a consumer: they are RECEIVED, and their time has come. */
    public long due() {
        return Math.max(0, in(TaskState.TASK_RECEIVED) - scheduled);
    }
}
