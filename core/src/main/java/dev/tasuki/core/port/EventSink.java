package dev.tasuki.core.port;

import dev.tasuki.core.task.Change;
import java.util.List;

/** Where a broker takes events for other programs. Safe for any number of threads. */
@FunctionalInterface
public interface EventSink {
    /**
     * Sends these changes as events, in their order, and returns when the broker has taken all of them, as safely as
     * it keeps durable messages. If that is uncertain of one, throws {@link dev.tasuki.core.task.Unavailable} or
     * {@link dev.tasuki.core.task.TooBusy}; the caller then sends all of them again. The same change has the same
     * id each time.
     */
    void send(List<Change> changes);
}
