package dev.tasuki.adapters.amqp;

import com.rabbitmq.client.Address;
import dev.tasuki.adapters.tls.TlsFiles;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to reach RabbitMQ and how to use it. Immutable; made from a URL by {@link #parse(String)}.
 *
 * @param addresses hosts and ports, tried in a random order; at least one
 * @param virtualHost the virtual host, {@code /} by default
 * @param user who logs in, {@code guest} by default
 * @param password the user's password; never printed
 * @param tls how the two sides prove themselves; null for a connection in the clear
 * @param timing how long to wait for what
 * @param flow how much may be under way
 * @param strictQueues false (default): a queue that exists is used as it is; true: its arguments must
 *     be the ones we would have declared
 * @param deadlineQueues queues whose messages are requests with a deadline: classic when we declare
 *     them, no dead letters for expired ones, and workers take several at once
 * @param connectionName what operators see in the list of connections
 */
public record RabbitSettings(
        List<Address> addresses,
        String virtualHost,
        String user,
        String password,
        @Nullable TlsFiles tls,
        Timing timing,
        Flow flow,
        boolean strictQueues,
        Set<String> deadlineQueues,
        String connectionName) {

    /**
     * How long to wait for what.
     *
     * @param heartbeat silence after which a connection counts as dead is twice this; 0 never notices
     * @param connect for a TCP connection, and again for the handshake
     * @param confirm for the broker's confirm of a message, and for room while the broker is blocked
     */
    public record Timing(Duration heartbeat, Duration connect, Duration confirm) {
        /** Heartbeat 10 s, connect 5 s, confirm 5 s. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    /**
     * How much may be under way.
     *
     * @param inFlight messages sent and not yet confirmed, of all threads together, 1 to 100,000
     * @param deadlinePrefetch deliveries that a worker of a deadline queue may hold, 1 to 1,000; a
     *     worker of any other queue holds one
     */
    public record Flow(int inFlight, int deadlinePrefetch) {
        /** 1,000 in flight, prefetch 16. */
        public static final Flow DEFAULT = new Flow(1000, 16);
    }

    static final int DEFAULT_PORT = 5672;
    static final int DEFAULT_TLS_PORT = 5671;

    public RabbitSettings {
        addresses = List.copyOf(addresses);
        deadlineQueues = Set.copyOf(deadlineQueues);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("RabbitMQ needs at least one address, host or host:port");
        }
    }

    /**
     * Reads {@code amqp://user:password@host:port,host:port/vhost?parameters}; {@code amqps} for TLS.
     * Everything but the host may be left out. Parameters: {@code heartbeat} and
     * {@code confirm_timeout} in seconds, {@code connection_timeout} in milliseconds,
     * {@code max_in_flight}, {@code predict_prefetch}, {@code strict_queues} (true or false),
     * {@code verify} ({@code verify_peer} or {@code verify_none}), {@code cacertfile}, {@code certfile} and {@code keyfile},
     * {@code connection_name}.
     *
     * @throws IllegalArgumentException with every problem of the URL, never with its password
     */
    public static RabbitSettings parse(String url) {
        return new RabbitUrl(url).settings();
    }

    /** What is used where no URL says otherwise: guest/guest at this host's port 5672. */
    public static RabbitSettings plain(List<Address> addresses) {
        return new RabbitSettings(
                addresses,
                "/",
                "guest",
                "guest",
                null,
                Timing.DEFAULT,
                Flow.DEFAULT,
                false,
                Set.of(TaskKind.PREDICT.queue()),
                "tasuki");
    }

    /** The same with another name for operators. */
    public RabbitSettings named(String name) {
        return new RabbitSettings(
                addresses, virtualHost, user, password, tls, timing, flow, strictQueues, deadlineQueues, name);
    }

    /** The same with other times to wait. */
    public RabbitSettings timed(Timing other) {
        return new RabbitSettings(
                addresses, virtualHost, user, password, tls, other, flow, strictQueues, deadlineQueues, connectionName);
    }

    /** The same, demanding that queues that exist have our arguments. */
    public RabbitSettings strict() {
        return new RabbitSettings(
                addresses, virtualHost, user, password, tls, timing, flow, true, deadlineQueues, connectionName);
    }

    /**
     * Channels for this queue. Trainings get one each, so that a closed channel stops one training only;
     * requests share one, since fewer, fuller frames carry more of them.
     */
    public int channels(String queue, int workers) {
        return deadlineQueues.contains(queue) ? 1 : workers;
    }

    /** How many deliveries one worker of the queue may hold. */
    public int prefetch(String queue) {
        return deadlineQueues.contains(queue) ? flow.deadlinePrefetch() : 1;
    }

    /** Where this leads, for messages to people: no password. */
    public String where() {
        StringBuilder text = new StringBuilder("RabbitMQ at ");
        for (int i = 0; i < addresses.size(); i++) {
            Address address = addresses.get(i);
            text.append(i == 0 ? "" : ", ")
                    .append(address.getHost())
                    .append(':')
                    .append(port(address));
        }
        return text.append(" (virtual host ").append(virtualHost).append(')').toString();
    }

    private int port(Address address) {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return tls == null ? DEFAULT_PORT : DEFAULT_TLS_PORT;
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return "RabbitSettings[" + where() + ", user " + user + ", password ***, tls " + tls + ", " + timing + ", "
                + flow + ", strictQueues " + strictQueues + ", deadlineQueues " + deadlineQueues + ", name "
                + connectionName + "]";
    }
}
