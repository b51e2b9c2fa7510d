package dev.tasuki.app.wiring;

import dev.tasuki.adapters.rabbitmq.RabbitSettings;
import dev.tasuki.adapters.rabbitmq.RabbitTopology;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.Unavailable;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Opens each adapter, asks it something and measures how long that takes. Makes nothing. For one thread. */
public final class Inspection {
    private static final DatasetId SAMPLE = new DatasetId("diabetes");

    private final Settings settings;
    private final List<Part> parts = new ArrayList<>();

    public Inspection(Settings settings) {
        this.settings = settings;
    }

    /** How something is. */
    public enum State {
        WELL,
        /** Works, but not as one might expect. */
        DOUBTFUL,
        /** Tasuki cannot work like this. */
        ILL
    }

    /** How one adapter, or a part of one, is and what to do if it is not well. */
    public record Part(String name, State state, String detail, String remedy) {}

    /** Broker, results and store; of what is in the data directory nothing yet if that is still to be made. */
    public List<Part> parts() {
        if (settings.results().local() && !Files.isDirectory(settings.data())) {
            parts.add(new Part("stores", State.WELL, "made at the first start", ""));
            parts.addAll(topology());
            return List.copyOf(parts);
        }
        try (Owned owned = new Owned()) {
            owned.own(DataDirectory.claim(settings.data(), DataDirectory.Use.SHARED));
            Adapters adapters = new Adapters(settings, InstantSource.system(), owned);
            ask("store", () -> store(adapters));
            ask("results", () -> results(adapters));
            broker(adapters);
        } catch (CannotStart taken) {
            parts.add(
                    new Part("stores", State.ILL, String.valueOf(taken.getMessage()), "or name its server with --url"));
        }
        return List.copyOf(parts);
    }

    private void ask(String name, Supplier<String> question) {
        long begun = System.nanoTime();
        try {
            String answer = question.get();
            long millis = (System.nanoTime() - begun) / 1_000_000;
            parts.add(new Part(name, State.WELL, answer + ", in " + millis + " ms", ""));
        } catch (Refusal away) {
            parts.add(new Part(name, State.ILL, away.detail(), "check the setting --" + name));
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
            State state = status.connected() ? State.WELL : State.ILL;
            String remedy = status.connected() ? "" : "check the setting --broker";
            parts.add(new Part("broker", state, settings.broker() + ", " + status.detail(), remedy));
            if (status.connected()) {
                parts.addAll(topology());
            }
        } catch (Refusal away) {
            parts.add(new Part("broker", State.ILL, away.detail(), "check the setting --broker"));
        }
    }

    /** What a message broker has beside what is wanted there; nothing for other brokers. */
    public List<Part> topology() {
        if (!settings.broker().scheme().startsWith("amqp")) {
            return List.of();
        }
        RabbitTopology topology =
                new RabbitTopology(RabbitSettings.parse(settings.broker().text()));
        try {
            return Stream.concat(topology.login().stream(), topology.compare().stream())
                    .map(Inspection::part)
                    .toList();
        } catch (Unavailable away) {
            return List.of(new Part("queues", State.ILL, away.detail(), "check the setting --broker"));
        }
    }

    /** What to do about a broker whose detail names a queue that breaks connections; empty if it names none. */
    public Optional<String> brokenQueue(String detail) {
        if (!settings.broker().scheme().startsWith("amqp") || !detail.contains("broke again")) {
            return Optional.empty();
        }
        return Arrays.stream(TaskKind.values())
                .map(TaskKind::queue)
                .filter(detail::contains)
                .findFirst()
                .map(queue -> "see what is at its head and take it away: "
                        + new RabbitTopology(
                                        RabbitSettings.parse(settings.broker().text()))
                                .removalOfHead(queue));
    }

    private static Part part(RabbitTopology.Finding finding) {
        State state = switch (finding.state()) {
            case AS_WANTED, MISSING -> State.WELL;
            case DIFFERENT -> State.DOUBTFUL;
            case UNUSABLE -> State.ILL;
        };
        return new Part(
                finding.name().startsWith("user ") ? "login" : "queue",
                state,
                finding.name() + ": " + finding.detail(),
                finding.remedy());
    }
}
