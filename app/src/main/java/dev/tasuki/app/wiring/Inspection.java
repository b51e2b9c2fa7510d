package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.CeleryAdapter;
import dev.tasuki.app.adapter.Closer;
import dev.tasuki.app.adapter.Finding;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Opens each adapter, asks it something and measures how long that takes. Makes nothing that lasts. For one thread. */
public final class Inspection {
    private static final DatasetId SAMPLE = new DatasetId("diabetes");

    private final Settings settings;
    private final List<Finding> findings = new ArrayList<>();

    public Inspection(Settings settings) {
        this.settings = settings;
    }

    /**
     * Broker, results and store; of what is in the data directory nothing yet if that is still to be made.
     *
     * @param write true also stores, reads and deletes an object
     */
    public List<Finding> findings(boolean write) {
        if (settings.results().local() && !Files.isDirectory(settings.data())) {
            findings.add(Finding.ok("stores", "made at the first start"));
            findings.addAll(topology());
            return List.copyOf(findings);
        }
        try (Closer closer = new Closer()) {
            closer.register(DataDirectory.claim(settings.data(), DataDirectory.Use.SHARED));
            Backends backends = Backends.visited(settings, closer, "doctor");
            ask("store", () -> store(backends));
            findings.addAll(Adapters.STORES.of(settings.store()).examine(settings.store(), settings.variables()));
            if (write) {
                ask("store", () -> written(backends.store()));
            }
            ask("results", () -> results(backends));
            findings.addAll(Adapters.RESULTS.of(settings.results()).examine(settings.results()));
            broker(backends);
        } catch (CannotStart taken) {
            findings.add(Finding.fail("stores", String.valueOf(taken.getMessage()), "or name its server with --url"));
        }
        return List.copyOf(findings);
    }

    private void ask(String name, Supplier<String> question) {
        long begun = System.nanoTime();
        try {
            String answer = question.get();
            long millis = (System.nanoTime() - begun) / 1_000_000;
            findings.add(Finding.ok(name, answer + ", in " + millis + " ms"));
        } catch (Refusal away) {
            findings.add(Finding.fail(name, away.detail(), "check the setting --" + name));
        }
    }

    private String store(Backends backends) {
        ObjectStore store = backends.store();
        Keys keys = new Keys(settings.datasetPrefix(), settings.modelPrefix());
        boolean sample = store.stat(keys.dataset(SAMPLE)).isPresent();
        return settings.store() + (sample ? ", has the sample dataset" : ", without the sample dataset");
    }

    /** An object of this process alone, which goes again. */
    private static String written(ObjectStore store) {
        String key = "doctor/" + UUID.randomUUID();
        byte[] content = "tasuki doctor was".getBytes(StandardCharsets.US_ASCII);
        try {
            store.put(key, new ByteArrayInputStream(content));
            try (ObjectStore.ObjectReader reader = store.open(key)) {
                if (!Arrays.equals(content, reader.content().readAllBytes())) {
                    throw new IOException("what was read is not what was stored");
                }
            } finally {
                store.delete(key);
            }
        } catch (IOException e) {
            throw new Unavailable(
                    RefusalCode.STORE_UNAVAILABLE, "The store keeps no object: " + e.getMessage(), Duration.ZERO, e);
        }
        return "an object was stored, read and deleted";
    }

    private String results(Backends backends) {
        long tasks = backends.results().tasks().counts().states().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return settings.results() + ", " + tasks + " tasks";
    }

    private void broker(Backends backends) {
        try {
            BrokerStatus status = backends.broker().broker().status();
            String detail = settings.broker() + ", " + status.detail();
            if (status.connected()) {
                findings.add(Finding.ok("broker", detail));
                findings.addAll(topology());
            } else {
                findings.add(Finding.fail("broker", detail, "check the setting --broker"));
            }
        } catch (Refusal away) {
            findings.add(Finding.fail("broker", away.detail(), "check the setting --broker"));
        }
    }

    /** What the brokers have beside what is wanted there. */
    public List<Finding> topology() {
        Stream<Finding> brokers = Stream.concat(Stream.of(settings.broker()), settings.predictBroker().stream())
                .distinct()
                .flatMap(url -> Stream.concat(
                        Adapters.BROKERS.of(url).examine(url, settings.variables()).stream(), sharing(url)));
        return Stream.of(brokers, celery(), LocalPlaces.finding(settings).stream())
                .flatMap(found -> found)
                .toList();
    }

    private Stream<Finding> celery() {
        Settings.Celery celery = settings.celery();
        Stream<String> trainers = celery.trainers().stream().map(task -> CeleryAdapter.queue(task, celery.routes()));
        List<String> queues =
                Stream.concat(celery.queues().stream(), trainers).distinct().toList();
        return celery.broker().stream()
                .flatMap(url -> Adapters.CELERY.of(url).examine(url, CeleryCalls.fleet(celery).with(queues)).stream());
    }

    private Stream<Finding> sharing(AdapterUrl broker) {
        boolean alone = Adapters.BROKERS.of(broker).needsSharedStore()
                && settings.store().local();
        return alone
                ? Stream.of(Finding.warn(
                        "object store",
                        settings.store() + " is a directory of this machine, and large messages go through it",
                        "give processes on several machines one bucket, --store s3://BUCKET"))
                : Stream.empty();
    }
}
