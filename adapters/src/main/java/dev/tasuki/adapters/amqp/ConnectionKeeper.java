package dev.tasuki.adapters.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection: opens it, sees it die, opens the next, forever, and attaches everything that
 * lives on it each time. The first connect is no exception to the others.
 *
 * <p>The client library could recover connections itself, but not the first one, and it replays what
 * it saw declared; here each part knows what it needs and asks for it anew, also after the broker
 * closed one channel or cancelled one consumer only. So there is one way back from every failure.
 *
 * <p>All changes happen on one thread. Safe for use by any number of threads.
 */
public final class ConnectionKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionKeeper.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int CLOSE_MILLIS = 3_000;

    /** How long a connection must last until it is trusted again. */
    private static final Duration CALM = Duration.ofSeconds(30);

    /** Something that lives on a connection. All methods are called on the keeper's thread only. */
    public interface Part {
        /** Opens what it needs; called again, on the same connection, it mends what is missing. */
        void attach(Connection connection) throws IOException;

        /** It could not be attached; that is tried again. */
        default void failed(String reason) {}

        /** The connection is gone; so is everything opened on it. */
        void detach();
    }

    private final ConnectionFactory factory;
    private final RabbitSettings settings;
    private final String name;
    private final FlowGate gate;
    private final ScheduledExecutorService thread;
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private volatile @Nullable Connection current;
    private volatile String state = "not connected yet";
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;
    private long connectedAt;
    private final RepeatedDisconnects disconnects = new RepeatedDisconnects();
    private volatile boolean careful;

    public ConnectionKeeper(RabbitSettings settings, ConnectionFactory factory, String name, FlowGate gate) {
        this.settings = settings;
        this.factory = factory;
        this.name = name;
        this.gate = gate;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("tasuki-rabbitmq-" + name).factory());
    }

    /** Begins to connect and waits for the outcome of the first attempt, whatever it is. */
    public void start() {
        thread.execute(this::connect);
        try {
            // A black hole lets each of several addresses time out in turn; nobody waits for all of them.
            if (!firstAttempt.await(settings.timing().connect().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: no connection yet, still trying", settings.where());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The connection; throws Unavailable, at once, if there is none. */
    public Connection connection() {
        Connection connection = current;
        if (connection == null) {
            throw notConnected();
        }
        return connection;
    }

    public Unavailable notConnected() {
        return RabbitErrors.unavailable("no connection to " + settings.where() + ": " + state, null);
    }

    /** Shut while the broker takes nothing from the connection. */
    public FlowGate gate() {
        return gate;
    }

    public boolean connected() {
        return current != null;
    }

    /** One line for a person. */
    public String state() {
        return state;
    }

    /** True while connections break again and again: no part should do more than it must. */
    public boolean careful() {
        return careful;
    }

    /** Adds parts as {@link #add(Part)} does; the first failure is thrown after all were added. */
    public void add(List<? extends Part> several) throws IOException {
        Exception failure = null;
        for (Part part : several) {
            try {
                add(part);
            } catch (IOException | RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        switch (failure) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case null -> {}
            default -> throw new IllegalStateException(failure);
        }
    }

    /**
     * Adds a part and, if there is a connection, waits until the part is attached.
     *
     * @throws IOException if it cannot be attached; the keeper goes on trying
     */
    public void add(Part part) throws IOException {
        parts.add(part);
        if (!connected()) {
            return;
        }
        CompletableFuture<Void> attached = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                Connection connection = current;
                if (connection != null) {
                    part.attach(connection);
                }
                attached.complete(null);
            } catch (IOException | RuntimeException e) {
                part.failed(RabbitErrors.reason(e));
                attached.completeExceptionally(e);
                mendLater(part);
            }
        });
        try {
            attached.get(settings.timing().connect().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            LOG.warn("{}: slow to answer, {} still trying", settings.where(), name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets a part; it is not called any more. */
    public void remove(Part part) {
        parts.remove(part);
    }

    /** Attaches the part again in a moment: its channel or consumer is gone, though not the connection. */
    public void mend(Part part) {
        later(() -> attach(part), FIRST_PAUSE);
    }

    private void mendLater(Part part) {
        later(() -> attach(part), LONGEST_PAUSE);
    }

    private void connect() {
        if (closed) {
            return;
        }
        try {
            Connection connection = factory.newConnection(settings.addresses(), settings.connectionName() + " " + name);
            if (closed) {
                connection.abort(CLOSE_MILLIS);
                return;
            }
            gate.watch(connection);
            current = connection;
            state = "connected";
            connectedAt = System.nanoTime();
            connection.addShutdownListener(cause -> later(() -> lost(connection, cause), Duration.ZERO));
            LOG.info("connected to {} for {}", settings.where(), name);
            parts.forEach(this::attach);
            if (careful) {
                later(() -> trust(connection), CALM);
            }
        } catch (IOException | TimeoutException | RuntimeException e) {
            failed(e);
        } finally {
            firstAttempt.countDown();
        }
    }

    private void trust(Connection connection) {
        if (connection.equals(current)) {
            LOG.info("{}: the connection for {} holds again", settings.where(), name);
            careful = false;
            parts.forEach(this::attach);
        }
    }

    private void failed(Exception e) {
        String reason = RabbitErrors.unreached(e, settings);
        if (!reason.equals(state)) {
            LOG.warn("cannot connect to {} for {}: {}; trying on", settings.where(), name, reason);
        }
        state = reason;
        connectLater();
    }

    private void connectLater() {
        later(this::connect, pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    private void lost(Connection connection, ShutdownSignalException cause) {
        if (!connection.equals(current)) {
            return;
        }
        current = null;
        state = RabbitErrors.reason(cause);
        gate.open();
        if (!closed) {
            LOG.warn("lost the connection to {} for {}: {}", settings.where(), name, state);
            // A connection that dies at once, again and again, is no better than none.
            if (System.nanoTime() - connectedAt > LONGEST_PAUSE.toNanos()) {
                pause = FIRST_PAUSE;
            }
            suspect(cause);
            connectLater();
        }
        parts.forEach(Part::detach);
    }

    /** What the broker itself closes says why; what breaks without a word may be a message that breaks it. */
    private void suspect(ShutdownSignalException cause) {
        if (cause.getReason() == null && disconnects.many(System.nanoTime()) && !careful) {
            careful = true;
            LOG.error(
                    "{}: the connection for {} broke {} times within {} s: a message there may be what breaks it."
                            + " From now on one message at a time; tasuki doctor tells how to take it away",
                    settings.where(),
                    name,
                    RepeatedDisconnects.MANY,
                    RepeatedDisconnects.WITHIN.toSeconds());
        }
    }

    private void attach(Part part) {
        Connection connection = current;
        if (connection == null || !parts.contains(part)) {
            return;
        }
        try {
            part.attach(connection);
        } catch (IOException | RuntimeException e) {
            if (connection.isOpen()) {
                part.failed(RabbitErrors.reason(e));
                LOG.warn("{} on {}: {}; trying on", part, settings.where(), RabbitErrors.reason(e));
                mendLater(part);
            }
        }
    }

    private void later(Runnable step, Duration delay) {
        try {
            var unused = thread.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("closing: nothing left to do for {}", name);
        }
    }

    /** Closes the connection, and with it whatever is on it; waits some seconds at most. */
    @Override
    public void close() {
        closed = true;
        state = "closed";
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("{} is still busy with {}; leaving it", name, settings.where());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Connection connection = current;
        current = null;
        if (connection != null) {
            connection.abort(CLOSE_MILLIS);
        }
        parts.forEach(Part::detach);
    }
}
