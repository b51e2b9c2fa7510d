package dev.tasuki.app.wiring;

import dev.tasuki.core.dispatch.DeadLetterOffice;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.server.Brokers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What health and metrics show of the servers behind the adapters. Thread-safe.
 *
 * @param brokers each of those in use once
 * @param readings what servers tell of themselves
 * @param letters the dead letters of all queues
 */
record WatchedServers(
        List<BrokerStatusCache> brokers, List<Supplier<List<ServerReading>>> readings, DeadLetters letters)
        implements Brokers {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedServers.class);

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

    @Override
    public Map<String, Long> deadLetters() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String queue : DeadLetterOffice.queues()) {
            try {
                counts.put(queue, letters.count(queue));
            } catch (Refusal away) {
                LOG.debug("the dead letters of {} are not counted: {}", queue, away.detail());
            }
        }
        return counts;
    }
}
