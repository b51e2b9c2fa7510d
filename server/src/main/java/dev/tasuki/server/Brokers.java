package dev.tasuki.server;

import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ServerReading;
import java.util.List;
import java.util.Map;

/** Tells how the brokers are that this process uses. Called by many threads. */
@FunctionalInterface
public interface Brokers {
    /** One status per broker; never throws. */
    List<BrokerStatus> status();

    /** What the servers behind brokers and result store tell of themselves; never throws. */
    default List<ServerReading> tell() {
        return List.of();
    }

    /** How many dead letters are kept, by queue, without those whose broker does not tell; never throws. */
    default Map<String, Long> deadLetters() {
        return Map.of();
    }
}
