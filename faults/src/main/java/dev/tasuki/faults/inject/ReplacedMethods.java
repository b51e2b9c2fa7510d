package dev.tasuki.faults.inject;

import dev.tasuki.core.base.ForwardingBroker;
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
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The ports with some of their methods done otherwise and the rest passed on. */
final class ReplacedMethods {
    private ReplacedMethods() {}

    /** A task store. */
    record Tasks(
            TaskStore store,
            Function<NewTask, Acceptance> accepting,
            Function<Due, List<TaskRow>> looking,
            Predicate<Transition> applying)
            implements ForwardingTaskStore {
        static Tasks than(TaskStore store) {
            return new Tasks(store, store::accept, store::due, store::apply);
        }

        Tasks accepting(Function<NewTask, Acceptance> otherwise) {
            return new Tasks(store, otherwise, looking, applying);
        }

        Tasks looking(Function<Due, List<TaskRow>> otherwise) {
            return new Tasks(store, accepting, otherwise, applying);
        }

        Tasks applying(Predicate<Transition> otherwise) {
            return new Tasks(store, accepting, looking, otherwise);
        }

        @Override
        public Acceptance accept(NewTask task) {
            return accepting.apply(task);
        }

        @Override
        public List<TaskRow> due(Due due) {
            return looking.apply(due);
        }

        @Override
        public boolean apply(Transition transition) {
            return applying.test(transition);
        }
    }

    /** How a subscription is made. */
    interface Subscribing {
        Subscription subscribe(String queue, int workers, DeliveryHandler handler);
    }

    /** A broker. */
    record Messages(Broker broker, Consumer<Message> publishing, Subscribing subscribing) implements ForwardingBroker {
        @Override
        public void publish(Message message) {
            publishing.accept(message);
        }

        @Override
        public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
            return subscribing.subscribe(queue, workers, handler);
        }
    }

    /** How an object is stored. */
    interface Putting {
        StoredObject put(String key, InputStream content) throws IOException;
    }

    /** An object store. */
    record Objects(ObjectStore real, Putting putting) implements ObjectStore {
        @Override
        public StoredObject put(String key, InputStream content) throws IOException {
            return putting.put(key, content);
        }

        @Override
        public ObjectReader open(String key) {
            return real.open(key);
        }

        @Override
        public Optional<StoredObject> stat(String key) {
            return real.stat(key);
        }

        @Override
        public List<StoredObject> list(String prefix) {
            return real.list(prefix);
        }

        @Override
        public boolean delete(String key) {
            return real.delete(key);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
