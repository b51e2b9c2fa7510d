package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Closer;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.consumer.ConsumerOptions;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.core.use.SampleModel;
import dev.tasuki.server.CannotListen;
import dev.tasuki.server.HttpServer;
import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.UseCases;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started server, producer or consumer. {@link #drain} may be called from any thread, once. */
public final class Running {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Closer closer;
    private final Settings settings;
    private final Role role;
    private final @Nullable HttpServer http;
    private final Workers workers;
    private final CountDownLatch told;

    /** What takes work up; null where the role or the settings have none. */
    private record Workers(
            @Nullable Consumers consumers, @Nullable CeleryCalls calls) {}

    private Running(Place place, @Nullable HttpServer http, Workers workers, CountDownLatch told) {
        this.closer = place.closer;
        this.settings = place.settings;
        this.role = place.role;
        this.http = http;
        this.workers = workers;
        this.told = told;
    }

    /** What a process is begun with. */
    private record Place(Closer closer, Settings settings, Role role) {}

    /** Looks whether the port is free, claims the data directory, opens the adapters, and starts what the role needs. */
    public static Running start(Role role, Settings settings, String version, ProcessOverrides overrides)
            throws CannotStart {
        Closer closer = new Closer();
        try {
            OptionalInt port = port(role, settings);
            if (port.isPresent()) {
                HttpServer.requireFree(http(settings, port.getAsInt(), version));
            }
            boolean alone = Parts.alone(role, settings);
            closer.register(
                    DataDirectory.claim(settings.data(), alone ? DataDirectory.Use.ALONE : DataDirectory.Use.SHARED));
            Parts parts = new Parts(role, settings, overrides, closer);
            if (settings.sample() && role.listens()) {
                installSample(parts, settings);
            }
            parts.keepHouse(alone);
            Consumers consumers = role.works() ? parts.consume(options(settings)) : null;
            boolean called = role.works() && settings.celery().called();
            UseCases offered = role.listens() || called ? parts.useCases() : null;
            CountDownLatch told = new CountDownLatch(1);
            CeleryCalls calls = called && offered != null
                    ? parts.takeCalls(offered, told::countDown).orElse(null)
                    : null;
            HttpServer http = listen(role, settings, version, parts, offered);
            if (http != null) {
                http.warmUp();
            }
            if (role.listens() && settings.insecure()) {
                LOG.warn("{}", Exposure.warning(settings));
            }
            if (settings.sample() && role == Role.SERVE) {
                parts.sampleModel().ifPresent(model -> trainBeside(model, closer));
            }
            return new Running(new Place(closer, settings, role), http, new Workers(consumers, calls), told);
        } catch (CannotListen e) {
            closer.close();
            throw new CannotStart(e.getMessage() + (role.listens() ? " (--port)" : " (--health-port)"));
        } catch (CannotStart | RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    /** A disk without room takes no sample now; what is there is served all the same. */
    private static void installSample(Parts parts, Settings settings) {
        try {
            parts.datasets().installSample();
        } catch (Unavailable full) {
            if (!settings.store().local()) {
                throw full;
            }
            LOG.warn("the sample dataset could not be stored: {}", full.detail());
        }
    }

    /** Nobody waits for it: the server answers already. */
    private static void trainBeside(SampleModel model, Closer closer) {
        Thread thread = Thread.ofPlatform().daemon().name("tasuki-sample-model").start(model::install);
        closer.register(() -> thread.join(PATIENCE));
    }

    private static ConsumerOptions options(Settings settings) {
        return new ConsumerOptions(settings.numThreads(), settings.maxWorkers().orElse(0));
    }

    /** Clients ask a server or producer; a consumer tells operators how it is, if it was given a port for that. */
    private static @Nullable HttpServer listen(
            Role role, Settings settings, String version, Parts parts, @Nullable UseCases offered) throws CannotListen {
        OptionalInt port = port(role, settings);
        if (role.listens() && offered != null) {
            return HttpServer.start(http(settings, port.getAsInt(), version), offered);
        }
        return port.isPresent()
                ? HttpServer.startWatch(http(settings, port.getAsInt(), version), parts.watch(), parts.tasks())
                : null;
    }

    private static OptionalInt port(Role role, Settings settings) {
        return role.listens() ? OptionalInt.of(settings.port()) : settings.healthPort();
    }

    private static HttpSettings http(Settings settings, int port, String version) {
        Duration patience = settings.drainTimeout();
        Duration drain = patience.compareTo(LAST_REQUESTS) < 0 ? patience : LAST_REQUESTS;
        HttpSettings.Limits limits =
                new HttpSettings.Limits(HttpSettings.Limits.STANDARD.body(), settings.maxDataset());
        return new HttpSettings(settings.host(), port, limits, drain, version, settings.publicUrl());
    }

    private Duration left(long begun) {
        Duration left = settings.drainTimeout().minusNanos(System.nanoTime() - begun);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns when a program of a fleet that this one belongs to says that it is to end, if the settings allow that. */
    public void awaitWord() throws InterruptedException {
        told.await();
    }

    /** Where it listens; empty for a consumer without a port. */
    public Optional<URI> url() {
        return Optional.ofNullable(http).map(HttpServer::url);
    }

    /**
     * Refuses new work, finishes requests under way, finishes trainings or gives them back, then closes the
     * port and everything else: within the drain timeout and a few seconds. The port stays open until the work
     * has ended, so that clients are told why and operators can look.
     */
    public void drain() {
        long begun = System.nanoTime();
        LOG.info("shutting down, for at most {} s", settings.drainTimeout().toSeconds());
        if (http != null) {
            http.drain();
        }
        // Predictions under way need the consumers, which stop only after them.
        if (http != null && role.listens()) {
            http.awaitQuiet();
        }
        if (workers.calls() != null) {
            workers.calls().stop(left(begun));
        }
        if (workers.consumers() != null) {
            workers.consumers().drain(left(begun));
        }
        if (http != null) {
            http.stop();
        }
        closer.close();
        LOG.info("shut down");
    }
}
