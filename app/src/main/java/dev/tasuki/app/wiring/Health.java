package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.FileErrors;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.server.Readiness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks whether broker, result store, object store and disk are there. Thread-safe. */
public final class Health implements Readiness {
    private static final TaskId NOBODY = new TaskId("health");

    private final List<WatchedBroker> brokers;
    private final Stores stores;
    private final List<Component> remarks;

    /** A broker under the name that operators know it by. */
    public record WatchedBroker(String name, Supplier<BrokerStatus> status) {}

    /** What keeps rows and objects. */
    public record Stores(TaskStore results, ObjectStore store, DiskSpace disk) {}

    /**
     * Over these.
     *
     * @param brokers each of those in use once
     * @param remarks what operators must be told at every look
     */
    public Health(List<WatchedBroker> brokers, Stores stores, List<Component> remarks) {
        this.brokers = List.copyOf(brokers);
        this.stores = stores;
        this.remarks = List.copyOf(remarks);
    }

    @Override
    public List<Component> components() {
        List<Component> components = new ArrayList<>();
        for (WatchedBroker broker : brokers) {
            BrokerStatus status = broker.status().get();
            components.add(new Component(broker.name(), status.connected(), status.detail()));
        }
        components.add(ask("results", () -> stores.results().find(NOBODY)));
        components.add(ask("store", () -> stores.store().stat("health")));
        components.add(disk());
        components.addAll(remarks);
        return List.copyOf(components);
    }

    private static Component ask(String name, Runnable question) {
        try {
            question.run();
            return new Component(name, true, "answers");
        } catch (Refusal away) {
            return new Component(name, false, away.detail());
        }
    }

    private Component disk() {
        try {
            long free = stores.disk().free();
            return new Component("disk", free >= stores.disk().least(), (free >> 20) + " MB free");
        } catch (IOException e) {
            return new Component("disk", false, FileErrors.reason(e));
        }
    }
}
