package dev.tasuki.server;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.BodyBudget;
import dev.tasuki.server.wire.Downloads;
import dev.tasuki.server.wire.Drain;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.Transfers;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running HTTP server. It reads no configuration of its own: no environment, no system properties,
 * no files. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Ours, and those that come with the OpenAPI document when it is made. */
    private static final List<String> ASSETS = List.of(
            "classpath:tasuki/assets",
            "classpath:META-INF/swagger/views/swagger-ui/res",
            "classpath:META-INF/swagger/views/redoc/res");

    /** What may arrive before the server can hold a fast client back; our own limits come sooner. */
    private static final long BURST = 4L << 20;

    /** What all JSON bodies may take together. */
    private static final long BODIES =
            Limits.BODIES_IN_FLIGHT.bytes(Runtime.getRuntime().maxMemory());

    /** How long a request may take to notice that its client is gone. */
    private static final Duration CUT_OFF = Duration.ofSeconds(2);

    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final Drain drain;
    private final HttpSettings settings;

    private HttpServer(ApplicationContext context, EmbeddedServer server, Drain drain, HttpSettings settings) {
        this.context = context;
        this.server = server;
        this.drain = drain;
        this.settings = settings;
    }

    /**
     * Starts listening; requests are answered as soon as this returns.
     *
     * @throws CannotListen if the port is in use or the address is not ours
     */
    public static HttpServer start(HttpSettings settings, UseCases useCases) throws CannotListen {
        Map<String, Object> properties = properties(settings);
        properties.put(ForClients.PROPERTY, true);
        properties.put("micronaut.router.static-resources.assets.mapping", "/assets/**");
        properties.put("micronaut.router.static-resources.assets.paths", ASSETS);
        return start(
                settings,
                properties,
                useCases.work().trainings(),
                useCases.work().predictions(),
                useCases.work().csv(),
                useCases.work().tasks(),
                useCases.work().retries(),
                useCases.work().deadLetters(),
                useCases.data().models(),
                useCases.data().names(),
                useCases.data().trees(),
                useCases.data().datasets(),
                useCases.data().relations(),
                useCases.data().events(),
                useCases.data().queues(),
                useCases.data().queues().clock(),
                useCases.data().workers(),
                useCases.watch());
    }

    /**
     * Starts listening for operators alone: health and metrics, nothing for clients.
     *
     * @param tasks counted for the metrics
     * @throws CannotListen if the port is in use or the address is not ours
     */
    public static HttpServer startWatch(HttpSettings settings, UseCases.Watch watch, Tasks tasks) throws CannotListen {
        return start(settings, properties(settings), watch, tasks);
    }

    private static HttpServer start(HttpSettings settings, Map<String, Object> properties, Object... parts)
            throws CannotListen {
        requireFree(settings);
        Drain drain = new Drain();
        Transfers transfers = new Transfers();
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .environmentPropertySource(false)
                .bootstrapEnvironment(false)
                .banner(false)
                .properties(properties)
                .singletons(
                        settings,
                        drain,
                        new Bodies(
                                settings.limits().body(),
                                settings.limits().dataset(),
                                new BodyBudget(BODIES, System::nanoTime)),
                        transfers,
                        new Downloads(transfers))
                .singletons(parts)
                .build();
        try {
            context.start();
            EmbeddedServer server = context.getBean(EmbeddedServer.class);
            server.start();
            return new HttpServer(context, server, drain, settings);
        } catch (RuntimeException e) {
            context.close();
            throw cannotListen(settings, e);
        }
    }

    /**
     * Fails at once and without noise where the server would fail late and with much of it; to be asked before
     * anything is made that a server needs, too.
     *
     * @throws CannotListen if the port is in use or the address is not ours
     */
    public static void requireFree(HttpSettings settings) throws CannotListen {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()));
        } catch (IOException e) {
            throw CannotListen.because(settings, e);
        }
    }

    /** Asks for its own health, so that the first client does not wait for what every first request loads. */
    public void warmUp() {
        new WarmUp(settings, port()).run();
    }

    /** The port that was taken. */
    public int port() {
        return server.getPort();
    }

    /**
     * By what clients know the server: the first of its public URLs, else where it listens, with the port that
     * was taken; a wildcard address is shown as localhost.
     */
    public URI url() {
        return settings.shown(server.getPort());
    }

    /**
     * Says not ready from now on and refuses new work, so that clients and load balancers go elsewhere;
     * the port stays open, who looks at tasks is still answered, and long polls end. Idempotent.
     */
    public void drain() {
        drain.begin();
    }

    /**
     * Waits until no request is under way, for as long as the settings say. Call it after {@link #drain}:
     * requests that come meanwhile are counted, too, but they are refused at once.
     */
    public void awaitQuiet() {
        try {
            if (!drain.awaitQuiet(settings.drain())) {
                LOG.warn("requests were still under way after {}", settings.drain());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drains, listens no more, finishes requests under way for as long as the settings say, closes. */
    public void stop() {
        drain();
        if (server.isRunning() && server instanceof NettyEmbeddedServer netty) {
            finish(netty);
            cutOff();
        }
        context.close();
    }

    /**
     * Closes the connections while all that a request may still need is there, and waits for the requests' threads,
     * which learn that their clients are gone. In a closed context they would fail as if by a defect.
     */
    private void cutOff() {
        ExecutorService requests = context.getBean(ExecutorService.class, Qualifiers.byName(TaskExecutors.VIRTUAL));
        drain.cutOff();
        requests.shutdown();
        try {
            if (!requests.awaitTermination(CUT_OFF.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("requests did not end when they were cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void finish(NettyEmbeddedServer netty) {
        try {
            netty.shutdownGracefully()
                    .toCompletableFuture()
                    .get(settings.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("requests were still under way after {}, they are cut off", settings.drain());
        } catch (ExecutionException e) {
            LOG.warn("requests under way could not be finished", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> properties(HttpSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.application.name", "tasuki");
        properties.put("micronaut.server.host", settings.host());
        properties.put("micronaut.server.port", settings.port() == 0 ? -1 : settings.port());
        properties.put("micronaut.server.max-request-size", settings.limits().dataset() + 2 * BURST);
        properties.put(
                "micronaut.server.max-request-buffer-size",
                Math.max(settings.limits().body() + 1L, BURST));
        properties.put("micronaut.server.netty.request-decompression-enabled", false);
        // The edge looks at quiet connections itself.
        properties.put("micronaut.server.idle-timeout", "-1s");
        // They only read and write, the work is done on virtual threads: one for two cores keeps up.
        properties.put("micronaut.netty.event-loops.default.thread-core-ratio", 0.5);
        properties.put("micronaut.server.date-header", true);
        // Our own rules are stricter, and know by which names a proxy may call us.
        properties.put("micronaut.server.cors.localhost-pass-through", true);
        properties.put("micronaut.server.log-handled-exceptions", false);
        return properties;
    }

    /** The reason if another process took the port since it was probed, else the exception as it was. */
    private static CannotListen cannotListen(HttpSettings settings, RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return CannotListen.because(settings, cause);
            }
        }
        throw thrown;
    }
}
