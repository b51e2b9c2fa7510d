package dev.tasuki.app.adapter;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.EventSink;
import dev.tasuki.core.port.ServerReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One kind of broker that a URL can choose. */
public interface BrokerAdapter extends Adapter<BrokerAdapter.Opened> {
    /**
     * A broker, opened.
     *
     * @param letters what it keeps of discarded messages
     * @param events where it takes events for other programs; empty if it has no place for that
     * @param readings what its server tells of itself; never throws
     */
    record Opened(
            Broker broker, DeadLetters letters, Optional<EventSink> events, Supplier<List<ServerReading>> readings) {
        /** One whose server tells nothing. */
        public Opened(Broker broker, DeadLetters letters, Optional<EventSink> events) {
            this(broker, letters, events, List::of);
        }
    }

    /** What its brokers declare. */
    BrokerCapabilities capabilities();

    /** Compares what is at the broker with what is wanted there. Makes and changes nothing; never throws a refusal. */
    default List<Finding> examine(AdapterUrl url, Map<String, String> variables) {
        return List.of();
    }

    /** True if bodies that it does not take travel through the object store, which all processes must then share. */
    default boolean needsSharedStore() {
        return false;
    }

    /** What to do about a broker whose status has this detail; empty if there is no special advice. */
    default Optional<String> remedy(AdapterUrl url, String detail) {
        return Optional.empty();
    }
}
