package dev.tasuki.core.simulation;

import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;

/** Where something can be put between {@code core} and its ports. As it is here, nothing is. */
interface ProcessOverrides {
    /** The real {@code core}, as it is. */
    ProcessOverrides NONE = new ProcessOverrides() {};

    default TaskStore tasks(TaskStore store, SimulatedProcess process) {
        return store;
    }

    default ObjectStore objects(ObjectStore store) {
        return store;
    }

    default Broker broker(Broker broker) {
        return broker;
    }

    default Ticker ticker(Ticker ticker, SimulatedProcess process) {
        return ticker;
    }

    default DeliveryHandler trainings(DeliveryHandler handler, SimulatedProcess process) {
        return handler;
    }

    default Requester.Wait replies(Requester.Wait wait) {
        return wait;
    }
}
