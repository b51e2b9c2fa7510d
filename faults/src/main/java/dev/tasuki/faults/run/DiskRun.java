package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.program.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The disk with rows and models gets full under one process: nearly, so that nothing new is accepted and
 * what runs still ends; then wholly, so that what runs cannot be stored and waits for room.
 */
public record DiskRun() {
    private static final int MEGABYTES = 96;
    private static final String MIN_FREE = "32MB";
    private static final long NEARLY_FULL = 16 << 20;
    private static final String FULL = "results_unavailable";
    private static final Duration TO_THE_END = Duration.ofMinutes(4);
    private static final Pattern PAUSED = Pattern.compile("fault: PAUSE");
    private static final Pattern NOT_STORED = Pattern.compile("given back|could not be extended|No space|is full");

    /** What keeps it from being run on this machine; empty if nothing does. */
    public static Optional<String> obstacle() {
        try {
            Path directory = Files.createTempDirectory("disk");
            SmallDisk.at(directory, 1).close();
            Files.delete(directory);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Runs in an empty directory; an IllegalStateException if there is an {@link #obstacle}. */
    public Verdict run(Path directory) {
        try (SmallDisk disk = SmallDisk.at(directory.resolve("data"), MEGABYTES);
                TestDeployment deployment = TestDeployment.open(Topology.SQLITE, directory)) {
            deployment.with(List.of("--min-free", MIN_FREE), List.of());
            deployment.up("serve");
            accepted(deployment, "s0-1");
            deployment.settled(TO_THE_END);
            deployment.kill("serve");

            runInto(deployment, "s1-2", () -> disk.fill(NEARLY_FULL));
            refused(deployment, "s2-3");
            deployment.settled(TO_THE_END);
            disk.clear();
            deployment.healed("disk");
            accepted(deployment, "s3-4");
            deployment.settled(TO_THE_END);
            deployment.kill("serve");

            runInto(deployment, "s4-5", () -> disk.fill(0));
            refused(deployment, "s5-6");
            deployment.program("serve").awaitOutput(NOT_STORED);
            disk.clear();
            deployment.healed("disk");
            accepted(deployment, "s6-7");
            deployment.settled(TO_THE_END);
            return deployment.finish();
        } catch (IOException e) {
            throw new IllegalStateException("no small disk on this machine", e);
        }
    }

    /** A training is held just before it is stored, until the disk is full. */
    private static void runInto(TestDeployment deployment, String tag, Runnable fill) {
        deployment.start("serve", "pause:objects.put:before:1");
        deployment.ready("serve");
        deployment.fault(FaultKind.PAUSE, "serve");
        accepted(deployment, tag);
        deployment.program("serve").awaitOutput(PAUSED);
        deployment.fault(FaultKind.DISK, "disk");
        fill.run();
        deployment.goOn("serve");
    }

    private static void accepted(TestDeployment deployment, String tag) {
        if (deployment.client().train(tag, "key-" + tag).isEmpty()) {
            throw new IllegalStateException(tag + " was not accepted though there is room");
        }
    }

    private static void refused(TestDeployment deployment, String tag) {
        Client.Reply reply = deployment.client().ask(tag, null).orElseThrow();
        String code = reply.body().path("code").asText();
        if (reply.status() != 503 || !code.equals(FULL)) {
            throw new IllegalStateException(tag + " was answered with " + reply.status() + " " + code
                    + ", not with 503 " + FULL + ", though the disk is full");
        }
    }
}
