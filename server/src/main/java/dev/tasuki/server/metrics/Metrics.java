package dev.tasuki.server.metrics;

import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.UseCases;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Every number that GET /metrics shows. Thread-safe. */
@Singleton
public final class Metrics {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final StatusCache statusCache;

    /** The text that is being made, and the one that is made next. */
    private final Deque<CompletableFuture<String>> texts = new ArrayDeque<>(2);

    private final ConcurrentMap<Exchange, Timer> timers = new ConcurrentHashMap<>();

    Metrics(HttpSettings settings, UseCases.Watch watch, StatusCache statusCache, ConnectionCounts connections) {
        this.statusCache = statusCache;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("tasuki.build", () -> 1)
                .description("Always 1; the version is its label")
                .tag("version", settings.version())
                .register(registry);
        FunctionCounter.builder("tasuki.connections.refused", connections, ConnectionCounts::refused)
                .description("Connections closed at once because there were too many")
                .register(registry);
        Gauge.builder("tasuki.connections.open", connections, ConnectionCounts::open)
                .description("Connections that are open")
                .register(registry);
        registry.getPrometheusRegistry().register(new TelemetryCollector(watch.telemetry()));
        registry.getPrometheusRegistry().register(new StateCollector(statusCache));
    }

    /** Notes one request; durations as measured with {@link System#nanoTime()}. */
    public void note(Exchange exchange, long nanos) {
        timers.computeIfAbsent(exchange, this::timer).record(Duration.ofNanos(nanos));
    }

    /** All of it in Prometheus's text format; many who ask at once share one reading that begins after they asked. */
    public CompletableFuture<String> text() {
        synchronized (texts) {
            if (texts.size() == 2) {
                return texts.getLast();
            }
            CompletableFuture<String> next = texts.isEmpty()
                    ? CompletableFuture.supplyAsync(registry::scrape, statusCache.threads())
                    : texts.getLast().handleAsync((text, failed) -> registry.scrape(), statusCache.threads());
            texts.add(next);
            return next.whenComplete((text, failed) -> forget(next));
        }
    }

    private void forget(CompletableFuture<String> done) {
        synchronized (texts) {
            texts.remove(done);
        }
    }

    private Timer timer(Exchange exchange) {
        return Timer.builder("http.server.requests")
                .description("Requests by method, route and status")
                .tag("method", exchange.method())
                .tag("uri", exchange.route())
                .tag("status", Integer.toString(exchange.status()))
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    @PreDestroy
    void close() {
        collections.close();
        registry.close();
    }

    /**
     * What is told apart.
     *
     * @param method of the request; what a client made up is OTHER, so that it makes no new series
     * @param route the path's template, so that ids make no new series; "none" if no route fits
     * @param status of the answer
     */
    public record Exchange(String method, String route, int status) {
        private static final Set<String> METHODS =
                Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

        public Exchange {
            method = METHODS.contains(method) ? method : "OTHER";
        }
    }
}
