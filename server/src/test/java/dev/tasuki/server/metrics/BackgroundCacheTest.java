package dev.tasuki.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackgroundCacheTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final Deque<Runnable> toDo = new ArrayDeque<>();

    private BackgroundCache<Integer> believed(Duration patience) {
        return believed(patience, patience);
    }

    private BackgroundCache<Integer> believed(Duration patience, Duration longest) {
        return new BackgroundCache<>(
                looks::incrementAndGet,
                toDo::add,
                new BackgroundCache.Terms(Duration.ofSeconds(1), patience, Duration.ofSeconds(10), longest, now::get));
    }

    @Test
    void aThousandWhoAskCostOneLook() {
        BackgroundCache<Integer> cache = believed(Duration.ofMinutes(10));
        List<CompletableFuture<BackgroundCache.Seen<Integer>>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(cache.ask());
        }
        assertThat(toDo).hasSize(1);
        toDo.remove().run();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().value()).isEqualTo(1));
    }

    @Test
    void whatWasSeenIsBelievedForASecondAndNoLonger() {
        BackgroundCache<Integer> cache = believed(Duration.ofMinutes(10));
        cache.ask();
        toDo.remove().run();

        now.set(Duration.ofSeconds(1).toNanos() - 1);
        assertThat(cache.ask().join().value()).isEqualTo(1);
        assertThat(toDo).isEmpty();

        now.set(Duration.ofSeconds(1).toNanos());
        CompletableFuture<BackgroundCache.Seen<Integer>> next = cache.ask();
        toDo.remove().run();
        assertThat(next.join().value()).isEqualTo(2);
    }

    @Test
    void nobodyWaitsForALookThatHangs() {
        BackgroundCache<Integer> cache = believed(Duration.ofMillis(1));

        assertThat(cache.ask().join().value()).as("nothing was ever seen").isNull();

        toDo.remove().run();
        now.set(Duration.ofSeconds(5).toNanos());
        assertThat(cache.ask().join().value()).as("what was seen last").isEqualTo(1);
    }

    @Test
    void whatIsTooOldToSayAnythingIsNotToldWhileALookIsUnderWay() {
        BackgroundCache<Integer> cache = believed(Duration.ZERO, Duration.ofMinutes(10));
        cache.ask();
        toDo.remove().run();

        now.set(Duration.ofSeconds(10).toNanos() - 1);
        assertThat(cache.ask().join().value()).as("not too old yet").isEqualTo(1);
        toDo.remove().run();
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        CompletableFuture<BackgroundCache.Seen<Integer>> afterAQuietTime = cache.ask();
        toDo.remove().run();
        assertThat(afterAQuietTime.join().value()).isEqualTo(3);
    }

    @Test
    void nobodyWaitsAnewForALookThatHangs() {
        BackgroundCache<Integer> cache = believed(Duration.ofMillis(1), Duration.ofMinutes(10));
        cache.ask();
        toDo.remove().run();
        now.set(Duration.ofSeconds(20).toNanos());
        CompletableFuture<BackgroundCache.Seen<Integer>> first = cache.ask();
        assertThat(first).isNotDone();

        now.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(cache.ask().join().value()).as("what was seen last").isEqualTo(1);
        toDo.remove().run();
        assertThat(first.join().value()).isEqualTo(2);
    }
}
