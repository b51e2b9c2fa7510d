package dev.tasuki.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoThreadLeft.class)
class BatchesTest {
    private static final EntryFailed OURS = new EntryFailed("InvalidMessageContents", "bad", true);
    private static final EntryFailed THEIRS = new EntryFailed("InternalError", "try again", false);

    private final Queue<List<String>> calls = new ConcurrentLinkedQueue<>();

    private static Batches.Terms terms(int tries, boolean callsAgain) {
        return new Batches.Terms("test", 2, Duration.ZERO, tries, Duration.ofMinutes(2), callsAgain);
    }

    @Test
    void eachEntryEndsByWhatWasSaidToIt() {
        CountDownLatch gate = new CountDownLatch(1);
        Batches<String> batches = new Batches<>(terms(3, false), entries -> {
            calls.add(entries);
            pass(gate);
            Map<Integer, EntryFailed> failed = new HashMap<>();
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).equals("bad")) {
                    failed.put(i, OURS);
                } else if (entries.get(i).equals("hopeless")) {
                    failed.put(i, THEIRS);
                }
            }
            return failed;
        });
        CompletableFuture<Boolean> first = batches.add("first", 1);
        CompletableFuture<Boolean> good = batches.add("good", 1);
        CompletableFuture<Boolean> bad = batches.add("bad", 1);
        CompletableFuture<Boolean> hopeless = batches.add("hopeless", 1);
        gate.countDown();

        assertThat(first.join()).isTrue();
        assertThat(good.join()).isTrue();
        assertThatThrownBy(bad::join).hasCause(OURS);
        assertThatThrownBy(hopeless::join).hasCause(THEIRS);
        assertThat(calls.stream().flatMap(List::stream).filter("good"::equals)).hasSize(1);
        assertThat(calls.stream().flatMap(List::stream).filter("bad"::equals)).hasSize(1);
        assertThat(calls.stream().flatMap(List::stream).filter("hopeless"::equals))
                .hasSize(3);
    }

    @Test
    void whatFailsOnceIsTakenAtTheNextTry() {
        Batches<String> batches = new Batches<>(terms(3, false), entries -> {
            calls.add(entries);
            return calls.size() == 1 ? Map.of(0, THEIRS) : Map.of();
        });

        assertThat(batches.add("x", 1).join()).isTrue();
        assertThat(calls).hasSize(2);
    }

    @Test
    void aCallThatFailsAsAWholeIsTriedAgainOnlyWhereThatIsWanted() {
        Unavailable away = new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "away", Duration.ofSeconds(1));
        Batches.Call<String> once = entries -> {
            calls.add(entries);
            if (calls.size() == 1) {
                throw away;
            }
            return Map.of();
        };

        assertThatThrownBy(
                        () -> new Batches<>(terms(3, false), once).add("x", 1).join())
                .isInstanceOf(CompletionException.class)
                .hasCause(away);
        calls.clear();
        assertThat(new Batches<>(terms(3, true), once).add("x", 1).join()).isTrue();
    }

    @Test
    void aCallHasTenEntriesAndAMebibyteAtMost() {
        CountDownLatch gate = new CountDownLatch(1);
        Batches<String> batches = new Batches<>(terms(1, false), entries -> {
            calls.add(entries);
            pass(gate);
            return Map.of();
        });
        List<CompletableFuture<Boolean>> all = new ArrayList<>(List.of(batches.add("first", 1)));
        for (int i = 0; i < 3; i++) {
            all.add(batches.add("large", QueuePlan.LARGEST_BYTES / 2));
        }
        for (int i = 0; i < 25; i++) {
            all.add(batches.add("small", 1));
        }
        gate.countDown();
        all.forEach(CompletableFuture::join);

        assertThat(calls).allSatisfy(call -> assertThat(call).hasSizeLessThanOrEqualTo(10));
        assertThat(calls)
                .allSatisfy(call ->
                        assertThat(call.stream().filter("large"::equals)).hasSizeLessThanOrEqualTo(2));
        assertThat(calls.stream().mapToInt(List::size).sum()).isEqualTo(29);
    }

    @Test
    void aThousandMessagesThatWaitGoInAHundredCallsAndAFew() {
        CountDownLatch gate = new CountDownLatch(1);
        Batches<String> batches = new Batches<>(terms(1, false), entries -> {
            calls.add(entries);
            pass(gate);
            return Map.of();
        });
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(batches.add("m", 1));
        }
        gate.countDown();
        all.forEach(CompletableFuture::join);

        assertThat(calls.stream().mapToInt(List::size).sum()).isEqualTo(1_000);
        assertThat(calls).hasSizeLessThanOrEqualTo(101 + 1);
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
