package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Closer;
import dev.tasuki.app.adapter.ResultAdapter;
import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.consumer.ConsumerOptions;
import dev.tasuki.core.consumer.Drainable;
import dev.tasuki.core.consumer.Presence;
import dev.tasuki.core.keep.QueueSampler;
import dev.tasuki.core.memory.MemoryPresenceBoard;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.use.QueueFigures;
import dev.tasuki.core.use.Workers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How queues were and which processes work: written for those who look.
 *
 * @param board in memory for a process that has its result store to itself, so that it writes nothing while it is idle
 */
record Lookout(ResultAdapter.Opened results, PresenceBoard board, InstantSource clock) {
    /** Letters of a machine's name; the longest that a name server knows. */
    private static final int HOST = 253;

    static Lookout of(ResultAdapter.Opened results, boolean alone, InstantSource clock, InstantSource steady) {
        return new Lookout(
                results,
                alone ? new MemoryPresenceBoard(steady) : results.watched().board(),
                clock);
    }

    /** Writes the history of queues when it is run. */
    QueueSampler sampler(TaskStore tasks, Supplier<Stream<Broker>> brokers) {
        Supplier<List<BrokerStatus>> status =
                () -> brokers.get().map(Broker::status).toList();
        return new QueueSampler(
                new QueueSampler.Means(results.watched().history(), results.changes(), tasks, board, status), clock);
    }

    /** Tells the others of this process until the closer closes, and has its consumers hear what is wished of them. */
    void tell(String owner, Role role, ConsumerOptions options, Presence.Inside inside, Closer closer) {
        ProcessCard.Identity identity = new ProcessCard.Identity(
                role.text(), host(), ProcessHandle.current().pid(), version(), clock.instant());
        Presence presence = closer.register(new Presence(board, owner, identity, options, inside));
        presence.tell();
        closer.register(new ThreadTicker().every(Presence.PERIOD, "presence", presence::tell));
        closer.register(new ThreadTicker().every(Drainable.PERIOD, "consumers", inside.drainable()::turn));
    }

    QueueFigures queues() {
        return new QueueFigures(results.watched().history(), clock);
    }

    Workers workers() {
        return new Workers(board);
    }

    private static String version() {
        String version = Lookout.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** A machine without a name is called by its address. */
    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.substring(0, Math.min(HOST, name.length()));
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
