package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.FileErrors;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.server.Readiness;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks whether broker, result store, object store and disk are there. Thread-safe. */
public final class Health implements Readiness {
    private static final TaskId NOBODY = new TaskId("health");

    private final Supplier<BrokerStatus> broker;
    private final TaskStore results;
    private final ObjectStore store;
    private final DiskSpace disk;
    private final List<Component> remarks;

    /**
     * Over these.
     *
     * @param broker how the broker is
     * @param remarks what operators must be told at every look
     */
    public Health(
            Supplier<BrokerStatus> broker,
            TaskStore results,
            ObjectStore store,
            DiskSpace disk,
            List<Component> remarks) {
        this.broker = broker;
        this.results = results;
        this.store = store;
        this.disk = disk;
        this.remarks = List.copyOf(remarks);
    }

    @Override
    public List<Component> components() {
        BrokerStatus status = broker.get();
        return Stream.concat(
                        Stream.of(
                                new Component("broker", status.connected(), status.detail()),
                                ask("results", () -> results.find(NOBODY)),
                                ask("store", () -> store.stat("health")),
                                disk()),
                        remarks.stream())
                .toList();
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
            long free = disk.free();
            return new Component("disk", free >= disk.least(), (free >> 20) + " MB free");
        } catch (IOException e) {
            return new Component("disk", false, FileErrors.reason(e));
        }
    }
}
