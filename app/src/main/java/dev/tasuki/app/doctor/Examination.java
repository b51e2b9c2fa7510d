package dev.tasuki.app.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.Finding;
import dev.tasuki.app.client.NoServer;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.app.wiring.DataDirectory;
import dev.tasuki.app.wiring.Exposure;
import dev.tasuki.app.wiring.Inspection;
import dev.tasuki.app.wiring.LearnerPlugins;
import dev.tasuki.app.wiring.Role;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at one thing after the other; changes nothing that lasts. For one thread. */
public final class Examination {
    private static final String HERE = "This machine and these settings";
    private static final int JAVA = 25;
    private static final long SCARCE = 1L << 30;
    private static final long TOO_LITTLE = 64L << 20;

    private static final String PASSWORD = "let something in front of it ask for passwords";

    private final Settings settings;
    private final boolean write;

    /** With {@code write} the store is also written to, read and cleaned again. */
    public Examination(Settings settings, boolean write) {
        this.settings = settings;
        this.write = write;
    }

    /** What was found here and with these settings, then what the server told that answers at --url. */
    public List<Section> sections() {
        List<Finding> here = new ArrayList<>();
        here.add(java());
        here.add(memory());
        here.add(directory());
        here.add(disk());
        LearnerPlugins.look(settings.plugins()).ifPresent(here::add);
        URI server = settings.url();
        JsonNode health = health(server);
        if (health == null) {
            access().ifPresent(here::add);
            here.add(port());
            here.addAll(new Inspection(settings).findings(write));
            return List.of(new Section(Section.HERE, HERE, here));
        }
        here.addAll(new Inspection(settings).topology());
        List<Finding> there = new ArrayList<>();
        there.add(Finding.ok("server", "answers at " + server));
        health.path("components").properties().forEach(part -> there.add(component(part.getKey(), part.getValue())));
        there.add(sample(server));
        return List.of(
                new Section(Section.HERE, HERE + "; broker and stores are the server's to tell", here),
                new Section(Section.SERVER, "The server at " + server + ", whatever the settings here are", there));
    }

    private static Finding java() {
        Runtime.Version version = Runtime.version();
        return version.feature() >= JAVA
                ? Finding.ok("java", version.toString())
                : Finding.fail("java", version.toString(), "use a JDK " + JAVA + " or newer, see TASUKI_JAVA");
    }

    private static Finding memory() {
        long most = Runtime.getRuntime().maxMemory() >> 20;
        String detail = "up to " + most + " MB of heap, " + Runtime.getRuntime().availableProcessors() + " processors";
        return most >= 200
                ? Finding.ok("memory", detail)
                : Finding.warn("memory", detail, "give the JVM more with TASUKI_JAVA_OPTS=-Xmx1g");
    }

    private Finding directory() {
        Path data = settings.data();
        Path existing = existing(data);
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            String detail = existing + (Files.isDirectory(existing) ? " cannot be written" : " is not a directory");
            return Finding.fail("data directory", detail, "choose another with --data, or change its permissions");
        }
        if (existing.equals(data)) {
            for (PosixFilePermission others :
                    List.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_WRITE)) {
                if (permits(data, others)) {
                    return Finding.warn(
                            "data directory",
                            data + " may be " + (others == PosixFilePermission.OTHERS_READ ? "read" : "written")
                                    + " by others than its owner",
                            "run: chmod 700 " + data);
                }
            }
        }
        return Finding.ok("data directory", data + (existing.equals(data) ? "" : ", made at the first start"));
    }

    private static boolean permits(Path data, PosixFilePermission permission) {
        try {
            return DataDirectory.permits(data, permission);
        } catch (IOException notKnown) {
            return false;
        }
    }

    /** The path itself, or the nearest directory above it that is there. */
    private static Path existing(Path path) {
        Path there = path;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private Finding disk() {
        try {
            long free = Files.getFileStore(existing(settings.data())).getUsableSpace();
            String detail = (free >> 20) + " MB free";
            if (free < TOO_LITTLE) {
                return Finding.fail("disk", detail, "free some space, or choose another directory with --data");
            }
            return free < SCARCE
                    ? Finding.warn("disk", detail, "models and datasets will fill it soon")
                    : Finding.ok("disk", detail);
        } catch (IOException e) {
            return Finding.warn("disk", "free space is not known", "");
        }
    }

    private static @Nullable JsonNode health(URI server) {
        try (ServerClient client = new ServerClient(server)) {
            return client.health();
        } catch (NoServer | Refusal nobodyOfOurs) {
            return null;
        }
    }

    private Finding port() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
            return Finding.ok(
                    "port",
                    settings.host() + ":" + settings.port() + " is free; no server answers at " + settings.url());
        } catch (IOException e) {
            return Finding.fail(
                    "port",
                    settings.host() + ":" + settings.port() + " cannot be listened on: " + e.getMessage(),
                    "stop what listens there, or choose another with --port");
        }
    }

    /** Whether other machines would reach the server. */
    private Optional<Finding> access() {
        Optional<String> refusal = Exposure.refusal(Role.SERVE, settings);
        if (refusal.isPresent()) {
            return Optional.of(Finding.fail(Exposure.COMPONENT, refusal.get(), "see docs/deployment.md"));
        }
        return settings.insecure()
                ? Optional.of(Finding.warn(Exposure.COMPONENT, Exposure.warning(settings), PASSWORD))
                : Optional.empty();
    }

    private Finding component(String name, JsonNode state) {
        String detail = state.path("detail").asText();
        if (name.equals(Exposure.COMPONENT)) {
            return Finding.warn(name, detail, PASSWORD);
        }
        return state.path("status").asText().equals("UP")
                ? Finding.ok(name, detail)
                : Finding.fail(
                        name,
                        detail,
                        Adapters.BROKERS
                                .of(settings.broker())
                                .remedy(settings.broker(), detail)
                                .orElse("see the server's log"));
    }

    private static Finding sample(URI server) {
        try (ServerClient client = new ServerClient(server)) {
            JsonNode dataset = client.get("/datasets/diabetes");
            return Finding.ok("sample dataset", dataset.path("rows").asText() + " rows");
        } catch (NotFound absent) {
            return Finding.warn("sample dataset", "diabetes is not there", "it comes back with a new data directory");
        } catch (NoServer | Refusal away) {
            return Finding.warn("sample dataset", "not known: " + away.getMessage(), "");
        }
    }
}
