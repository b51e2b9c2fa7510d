package dev.tasuki.app.wiring;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.task.TaskId;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after each full collection whether the heap is all but full all the same. Then the next thread
 * that wants memory fails, whichever that is, an innocent one too; so the training that needs most is
 * stopped before. With no training to stop, a heap that stays so ends the process.
 */
final class HeapGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);
    private static final double FULL = 0.92;
    /** Full collections in turn that left the heap full, without a training to blame. */
    private static final int PATIENCE = 5;

    private static final double HOPELESS = 0.98;

    private final Runs runs;
    private final List<NotificationEmitter> collectors;
    private final NotificationListener listener = (notification, handback) -> look();
    private final Optional<MemoryPoolMXBean> old;
    private int hopeless;

    HeapGuard(Runs runs) {
        this.runs = runs;
        this.old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> pool.getName().contains("Old") || pool.getName().contains("Tenured"))
                .findFirst();
        this.collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(HeapGuard::collectsAll)
                .map(NotificationEmitter.class::cast)
                .toList();
        collectors.forEach(collector -> collector.addNotificationListener(
                listener,
                notification -> notification
                        .getType()
                        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                null));
    }

    private static boolean collectsAll(GarbageCollectorMXBean collector) {
        return collector instanceof NotificationEmitter
                && List.of(collector.getMemoryPoolNames()).stream()
                        .anyMatch(pool -> pool.contains("Old") || pool.contains("Tenured"));
    }

    private void look() {
        double share = old.map(MemoryPoolMXBean::getCollectionUsage)
                .map(HeapGuard::share)
                .orElse(0.0);
        decide(share);
    }

    private static double share(MemoryUsage after) {
        return after.getMax() <= 0 ? 0 : (double) after.getUsed() / after.getMax();
    }

    /** What is to be done with a heap of which such a share is left full. */
    synchronized void decide(double share) {
        if (share < FULL) {
            hopeless = 0;
            return;
        }
        Optional<TaskId> stopped = runs.stopLargest();
        if (stopped.isPresent()) {
            hopeless = 0;
            LOG.warn(
                    "{} % of the heap is in use after a full collection: task {} is stopped, it needs most",
                    Math.round(share * 100), stopped.get());
        } else if (runs.size() == 0 && share >= HOPELESS && ++hopeless >= PATIENCE) {
            OutOfMemory.end();
        }
    }

    @Override
    public void close() {
        for (NotificationEmitter collector : collectors) {
            try {
                collector.removeNotificationListener(listener);
            } catch (ListenerNotFoundException gone) {
                LOG.debug("a collector did not know its listener", gone);
            }
        }
    }
}
