package dev.tasuki.app.wiring;

import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.dispatch.Keys;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Refusal;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Opens each adapter, asks it something and measures how long that takes. Makes nothing. For one thread. */
public final class Inspection {
    private static final DatasetId SAMPLE = new DatasetId("diabetes");

    private final Settings settings;
    private final List<Part> parts = new ArrayList<>();

    public Inspection(Settings settings) {
        this.settings = settings;
    }

    /** How one adapter is, and what to do if it is not well. */
    public record Part(String name, boolean well, String detail, String remedy) {}

    /** Broker, results and store; nothing yet if the data directory is still to be made. */
    public List<Part> parts() {
        if (settings.results().local() && !Files.isDirectory(settings.data())) {
            return List.of(new Part("stores", true, "made at the first start", ""));
        }
        try (Owned owned = new Owned()) {
            owned.own(DataDirectory.claim(settings.data(), DataDirectory.Use.SHARED));
            Adapters adapters = new Adapters(settings, InstantSource.system(), owned);
            ask("store", () -> store(adapters));
            ask("results", () -> results(adapters));
            broker(adapters);
        } catch (CannotStart taken) {
            parts.add(new Part("stores", false, String.valueOf(taken.getMessage()), "or name its server with --url"));
        }
        return List.copyOf(parts);
    }

    private void ask(String name, Supplier<String> question) {
        long begun = System.nanoTime();
        try {
            String answer = question.get();
            parts.add(new Part(name, true, answer + ", in " + (System.nanoTime() - begun) / 1_000_000 + " ms", ""));
        } catch (Refusal away) {
            parts.add(new Part(name, false, away.detail(), "check the setting --" + name));
        }
    }

    private String store(Adapters adapters) {
        ObjectStore store = adapters.store();
        Keys keys = new Keys(settings.datasetPrefix(), settings.modelPrefix());
        boolean sample = store.stat(keys.dataset(SAMPLE)).isPresent();
        return settings.store() + (sample ? ", has the sample dataset" : ", without the sample dataset");
    }

    private String results(Adapters adapters) {
        long tasks = adapters.results().counts().states().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return settings.results() + ", " + tasks + " tasks";
    }

    private void broker(Adapters adapters) {
        try {
            BrokerStatus status = adapters.broker(false, "doctor").status();
            String remedy = status.connected() ? "" : "check the setting --broker";
            parts.add(new Part("broker", status.connected(), settings.broker() + ", " + status.detail(), remedy));
        } catch (Refusal away) {
            parts.add(new Part("broker", false, away.detail(), "check the setting --broker"));
        }
    }
}
