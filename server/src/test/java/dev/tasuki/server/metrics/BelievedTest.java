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

class BelievedTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final Deque<Runnable> toDo = new ArrayDeque<>();

    private Believed<Integer> believed(Duration patience) {
        return new Believed<>(
                looks::incrementAndGet, toDo::add, new Believed.Terms(Duration.ofSeconds(1), patience, now::get));
    }

    @Test
    void aThousandWhoAskCostOneLook() {
        Believed<Integer> believed = believed(Duration.ofMinutes(10));
        List<CompletableFuture<Believed.Seen<Integer>>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(believed.ask());
        }
        assertThat(toDo).hasSize(1);
        toDo.remove().run();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().value()).isEqualTo(1));
    }

    @Test
    void whatWasSeenIsBelievedForASecondAndNoLonger() {
        Believed<Integer> believed = believed(Duration.ofMinutes(10));
        believed.ask();
        toDo.remove().run();

        now.set(Duration.ofSeconds(1).toNanos() - 1);
        assertThat(believed.ask().join().value()).isEqualTo(1);
        assertThat(toDo).isEmpty();

        now.set(Duration.ofSeconds(1).toNanos());
        CompletableFuture<Believed.Seen<Integer>> next = believed.ask();
        toDo.remove().run();
        assertThat(next.join().value()).isEqualTo(2);
    }

    @Test
    void nobodyWaitsForALookThatHangs() {
        Believed<Integer> believed = believed(Duration.ofMillis(1));

        assertThat(believed.ask().join().value()).as("nothing was ever seen").isNull();

        toDo.remove().run();
        now.set(Duration.ofSeconds(5).toNanos());
        assertThat(believed.ask().join().value()).as("what was seen last").isEqualTo(1);
    }
}
