package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.FileErrors;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.server.Readiness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Looks whether broker, result store, object store and disk are there. Thread-safe. */
public final class Health implements Readiness {
    private static final TaskId NOBODY = new TaskId("health");

    private final Broker broker;
    private final Broker asking;
    private final Stores stores;
    private final List<Component> remarks;

    /** What keeps rows and objects. */
    public record Stores(TaskStore results, ObjectStore store, DiskSpace disk) {}

    /**
     * Over these.
     *
     * @param asking the broker of predictions; may be the same
     * @param remarks what operators must be told at every look
     */
    public Health(Broker broker, Broker asking, Stores stores, List<Component> remarks) {
        this.broker = broker;
        this.asking = asking;
        this.stores = stores;
        this.remarks = List.copyOf(remarks);
    }

    @Override
    public List<Component> components() {
        List<Component> components = new ArrayList<>();
        components.add(broker("broker", broker));
        if (asking != broker) {
            components.add(broker("predict_broker", asking));
        }
        components.add(ask("results", () -> stores.results().find(NOBODY)));
        components.add(ask("store", () -> stores.store().stat("health")));
        components.add(disk());
        components.addAll(remarks);
        return List.copyOf(components);
    }

    private static Component broker(String name, Broker broker) {
        BrokerStatus status = broker.status();
        return new Component(name, status.connected(), status.detail());
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
