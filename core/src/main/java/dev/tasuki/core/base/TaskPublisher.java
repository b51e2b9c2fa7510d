package dev.tasuki.core.base;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.nio.charset.StandardCharsets;

/**
 * Brings accepted tasks to the broker. It knows what a task's message looks like and which mark its row gets once
 * the broker has confirmed the message. Thread-safe.
 *
 * <pre>{@code
 * TaskPublisher publisher = new TaskPublisher(tasks, broker);
 * publisher.publish(row);                        // the message, then the mark
 *
 * Transition.Published mark = publisher.send(row); // the message alone
 * tasks.markPublished(List.of(mark));              // its mark, later, with others
 * }</pre>
 */
public final class TaskPublisher {
    private final TaskStore store;
    private final Broker broker;

    public TaskPublisher(TaskStore store, Broker broker) {
        this.store = store;
        this.broker = broker;
    }

    /** Publishes the task's message and marks its row; throws the refusal of a broker or store that is away. */
    public void publish(TaskRow row) {
        store.apply(send(row));
    }

    /** Publishes the task's message; the mark that its row should have now. */
    public Transition.Published send(TaskRow row) {
        broker.publish(Message.durable(
                row.spec().kind().queue(),
                row.spec().payload().getBytes(StandardCharsets.UTF_8),
                row.id().value()));
        return new Transition.Published(row.id(), row.spec().schedule().turn());
    }
}
