package dev.tasuki.faults.inject;

import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.base.ForwardingObjectStore;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The three ports with a {@link CallInterceptor} around their calls. Names: {@code tasks.accept}, {@code tasks.find},
 * {@code tasks.report}, {@code tasks.list}, {@code tasks.due}, {@code tasks.counts} and {@code tasks.} with the
 * transition's name;
 * {@code broker.publish} (a training), {@code broker.send} (anything else), {@code broker.handle} (a training's
 * delivery until its settlement is known) and {@code broker.answer} (any other delivery); {@code objects.put},
 * {@code objects.open}, {@code objects.stat}, {@code objects.list}, {@code objects.delete}.
 */
final class InterceptedPorts {
    private InterceptedPorts() {}

    /** A task store. */
    record Tasks(TaskStore store, CallInterceptor interceptor) implements ForwardingTaskStore {
        @Override
        public Acceptance accept(NewTask task) {
            return interceptor.around("tasks.accept", () -> store.accept(task));
        }

        @Override
        public Optional<TaskRow> find(TaskId id) {
            return interceptor.around("tasks.find", () -> store.find(id));
        }

        @Override
        public Optional<String> report(TaskId id) {
            return interceptor.around("tasks.report", () -> store.report(id));
        }

        @Override
        public List<TaskRow> list(TaskQuery query) {
            return interceptor.around("tasks.list", () -> store.list(query));
        }

        @Override
        public List<TaskRow> due(Due due) {
            return interceptor.around("tasks.due", () -> store.due(due));
        }

        @Override
        public TaskCounts counts() {
            return interceptor.around("tasks.counts", store::counts);
        }

        @Override
        public boolean apply(Transition transition) {
            return interceptor.around("tasks." + transition.getClass().getSimpleName(), () -> store.apply(transition));
        }

        /** The same point as for one mark. */
        @Override
        public int markPublished(List<Transition.Published> marks) {
            return interceptor.around("tasks.Published", () -> store.markPublished(marks));
        }
    }

    /** A broker. */
    record Messages(Broker broker, CallInterceptor interceptor) implements ForwardingBroker {
        @Override
        public void publish(Message message) {
            boolean training = message.queue().equals(TaskKind.TRAIN.queue());
            interceptor.around(training ? "broker.publish" : "broker.send", () -> {
                broker.publish(message);
                return true;
            });
        }

        @Override
        public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
            String name = queue.equals(TaskKind.TRAIN.queue()) ? "broker.handle" : "broker.answer";
            return broker.subscribe(
                    queue, workers, delivery -> interceptor.around(name, () -> handler.handle(delivery)));
        }
    }

    /** An object store. */
    record Objects(ObjectStore store, CallInterceptor interceptor) implements ForwardingObjectStore {
        @Override
        public StoredObject put(String key, InputStream content) throws IOException {
            return interceptor.around("objects.put", () -> store.put(key, content));
        }

        @Override
        public ObjectReader open(String key) {
            return interceptor.around("objects.open", () -> store.open(key));
        }

        @Override
        public Optional<StoredObject> stat(String key) {
            return interceptor.around("objects.stat", () -> store.stat(key));
        }

        @Override
        public List<StoredObject> list(String prefix) {
            return interceptor.around("objects.list", () -> store.list(prefix));
        }

        @Override
        public boolean delete(String key) {
            return interceptor.around("objects.delete", () -> store.delete(key));
        }
    }
}
