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
    private static final Pattern PAUSED = Pattern.compile("bent: PAUSE");
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
                Stage stage = Stage.open(Topology.SQLITE, directory)) {
            stage.with(List.of("--min-free", MIN_FREE), List.of());
            stage.up("serve");
            accepted(stage, "s0-1");
            stage.settled(TO_THE_END);
            stage.kill("serve");

            runInto(stage, "s1-2", () -> disk.fill(NEARLY_FULL));
            refused(stage, "s2-3");
            stage.settled(TO_THE_END);
            disk.clear();
            stage.healed("disk");
            accepted(stage, "s3-4");
            stage.settled(TO_THE_END);
            stage.kill("serve");

            runInto(stage, "s4-5", () -> disk.fill(0));
            refused(stage, "s5-6");
            stage.program("serve").awaitOutput(NOT_STORED);
            disk.clear();
            stage.healed("disk");
            accepted(stage, "s6-7");
            stage.settled(TO_THE_END);
            return stage.finish();
        } catch (IOException e) {
            throw new IllegalStateException("no small disk on this machine", e);
        }
    }

    /** A training is held just before it is stored, until the disk is full. */
    private static void runInto(Stage stage, String tag, Runnable fill) {
        stage.start("serve", "pause:objects.put:before:1");
        stage.ready("serve");
        stage.fault(FaultKind.PAUSE, "serve");
        accepted(stage, tag);
        stage.program("serve").awaitOutput(PAUSED);
        stage.fault(FaultKind.DISK, "disk");
        fill.run();
        stage.goOn("serve");
    }

    private static void accepted(Stage stage, String tag) {
        if (stage.client().train(tag, "key-" + tag).isEmpty()) {
            throw new IllegalStateException(tag + " was not accepted though there is room");
        }
    }

    private static void refused(Stage stage, String tag) {
        Client.Reply reply = stage.client().ask(tag, null).orElseThrow();
        String code = reply.body().path("code").asText();
        if (reply.status() != 503 || !code.equals(FULL)) {
            throw new IllegalStateException(tag + " was answered with " + reply.status() + " " + code
                    + ", not with 503 " + FULL + ", though the disk is full");
        }
    }
}
