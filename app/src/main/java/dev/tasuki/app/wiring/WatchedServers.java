package dev.tasuki.app.wiring;

import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.server.Brokers;
import java.util.List;
import java.util.function.Supplier;

/**
 * What health and metrics show of the servers behind the adapters. Thread-safe.
 *
 * @param brokers each of those in use once
 * @param readings what servers tell of themselves
 */
record WatchedServers(List<BrokerStatusCache> brokers, List<Supplier<List<ServerReading>>> readings)
        implements Brokers {
    WatchedServers {
        brokers = List.copyOf(brokers);
        readings = List.copyOf(readings);
    }

    @Override
    public List<BrokerStatus> status() {
        return brokers.stream().map(BrokerStatusCache::get).toList();
    }

    @Override
    public List<ServerReading> tell() {
        return readings.stream().flatMap(server -> server.get().stream()).toList();
    }
}
