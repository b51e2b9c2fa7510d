package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ThreadNicenessTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void onlyTheThreadThatComputesYields() {
        int before = nice();
        CompletableFuture<Integer> computing = new CompletableFuture<>();
        CompletableFuture<Integer> answering = new CompletableFuture<>();
        Thread.ofPlatform().start(ThreadNiceness.yielding(() -> computing.complete(nice())));
        computing.join();
        Thread.ofPlatform().start(() -> answering.complete(nice()));

        assertThat(computing.join()).isEqualTo(Math.max(before, 10));
        assertThat(answering.join()).isEqualTo(before);
        assertThat(nice()).isEqualTo(before);
    }

    /** proc(5): the nineteenth field; the second, in brackets, may have blanks. */
    private static int nice() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
