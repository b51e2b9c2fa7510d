package dev.tasuki.core.use;

import dev.tasuki.core.base.TaskPublisher;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskRow;
import org.slf4j.LoggerFactory;

/**
 * When the message of an accepted training is published. Its row is durable by then, so nothing is lost if that
 * never happens: the relay publishes what was left. Thread-safe.
 */
@FunctionalInterface
public interface Publishing {
    /** Publishes now or later, or leaves it to the relay; throws no refusal. */
    void submit(TaskRow row);

    /** On the calling thread, before the client has its answer. */
    static Publishing atOnce(TaskStore store, Broker broker) {
        TaskPublisher publisher = new TaskPublisher(store, broker);
        return row -> orLater(row, () -> publisher.publish(row));
    }

    /** Publishes a task; a refusal is logged, since the relay will do it. */
    static void orLater(TaskRow row, Runnable publish) {
        try {
            publish.run();
        } catch (Refusal later) {
            LoggerFactory.getLogger(Publishing.class)
                    .warn(
                            "task {} is durable but not published yet, the relay will do it: {}",
                            row.id(),
                            later.detail());
        }
    }
}
