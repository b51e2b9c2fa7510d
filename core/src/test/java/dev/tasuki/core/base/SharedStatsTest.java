package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class SharedStatsTest {
    private static final String KEY = "datasets/a.csv";

    private final ObjectStore real = new MemoryObjectStore();
    private final AtomicInteger calls = new AtomicInteger();
    private final Semaphore go = new Semaphore(0);
    private final ObjectStore slow = new ForwardingObjectStore() {
        @Override
        public ObjectStore store() {
            return real;
        }

        @Override
        public Optional<StoredObject> stat(String key) {
            calls.incrementAndGet();
            go.acquireUninterruptibly();
            return real.stat(key);
        }
    };
    private final SharedStats shared = new SharedStats(slow);

    @Test
    void callersThatComeMeanwhileShareTheNextCallAndSeeWhatWasStoredBeforeThem() throws Exception {
        CompletableFuture<Optional<StoredObject>> first = look();
        until(() -> calls.get() == 1);
        real.put(KEY, new ByteArrayInputStream(new byte[3]));
        List<CompletableFuture<Optional<StoredObject>>> others = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Optional<StoredObject>> answer = new CompletableFuture<>();
            others.add(answer);
            threads.add(Thread.ofPlatform().start(() -> answer.complete(shared.stat(KEY))));
        }
        until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        assertThat(calls).hasValue(1);

        go.release(2);
        first.join();
        for (CompletableFuture<Optional<StoredObject>> other : others) {
            assertThat(other.join())
                    .hasValueSatisfying(object -> assertThat(object.size()).isEqualTo(3));
        }
        assertThat(calls).hasValue(2);
        for (Thread thread : threads) {
            thread.join(Duration.ofMinutes(1));
        }

        go.release();
        assertThat(shared.stat(KEY)).isPresent();
        assertThat(calls).hasValue(3);
    }

    @Test
    void otherKeysDoNotWait() {
        CompletableFuture<Optional<StoredObject>> first = look();
        until(() -> calls.get() == 1);
        CompletableFuture<Optional<StoredObject>> other =
                CompletableFuture.supplyAsync(() -> shared.stat("datasets/b.csv"), Thread::startVirtualThread);
        until(() -> calls.get() == 2);
        go.release(2);
        assertThat(first.join()).isEmpty();
        assertThat(other.join()).isEmpty();
    }

    @Test
    void aFailureIsTheCallersAndTheNextCallIsMadeAnew() {
        Unavailable away = new Unavailable(RefusalCode.STORE_UNAVAILABLE, "away", Duration.ofSeconds(1));
        SharedStats failing = new SharedStats(new ForwardingObjectStore() {
            @Override
            public ObjectStore store() {
                return real;
            }

            @Override
            public Optional<StoredObject> stat(String key) {
                if (calls.incrementAndGet() == 1) {
                    throw away;
                }
                return real.stat(key);
            }
        });
        assertThatThrownBy(() -> failing.stat(KEY)).isSameAs(away);
        assertThat(failing.stat(KEY)).isEmpty();
    }

    private CompletableFuture<Optional<StoredObject>> look() {
        return CompletableFuture.supplyAsync(() -> shared.stat(KEY), Thread::startVirtualThread);
    }

    private static void until(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
