package dev.tasuki.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trying all dead letters again, in the background. */
final class DeadLetterOfficeTest {
    private static final String QUEUE = "queue.model.train";

    private final Kept kept = new Kept();
    private final ByHand ticker = new ByHand();
    private final DeadLetterOffice office = new DeadLetterOffice(kept, ticker);

    @Test
    void allAreTriedAgainOneAtATimeByTheirIds() {
        kept.ids = List.of("1", "2");
        assertThat(office.retryAll(QUEUE, 10)).isEqualTo(2);
        ticker.tick(0);
        assertThat(kept.retried).containsExactly("1");
        ticker.tick(0);
        assertThat(kept.retried).containsExactly("1", "2");
        assertThat(ticker.all.getFirst().closed).isTrue();
    }

    @Test
    void theEndOfTheFirstCallDoesNotEndTheSecond() {
        kept.ids = List.of("1");
        office.retryAll(QUEUE, 10);
        Ticked first = ticker.all.getFirst();
        kept.ids = List.of("2", "3");
        office.retryAll(QUEUE, 10);
        assertThat(first.closed).as("the second took the place of the first").isTrue();
        first.work.run();
        ticker.tick(1);
        assertThat(kept.retried).contains("2");
        assertThat(ticker.all.get(1).closed).isFalse();
        office.close();
        assertThat(ticker.all.get(1).closed).as("nobody lost it").isTrue();
    }

    @Test
    void withoutLettersNothingIsStarted() {
        kept.ids = List.of();
        assertThat(office.retryAll(QUEUE, 10)).isZero();
        assertThat(ticker.all).isEmpty();
    }

    @Test
    @Tag("bound:dead_letter_shown")
    void aListShowsABodyUpToTheBoundAndEndsBetweenLetters() {
        int most = Limits.DEAD_LETTER_SHOWN.intValue();
        assertThat(DeadLetter.shown(new byte[most])).hasSize(most);
        assertThat(DeadLetter.shown(new byte[most + 1])).hasSize(most);
        byte[] letters = ("x" + "€".repeat(most)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(new String(DeadLetter.shown(letters), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("x" + "€".repeat((most - 1) / 3));
    }

    private static final class Kept implements DeadLetters {
        private final List<String> retried = new ArrayList<>();
        private List<String> ids = List.of();

        @Override
        public List<DeadLetter> list(String queue, int limit) {
            throw new AssertionError("bodies are not needed to try letters again");
        }

        @Override
        public List<String> ids(String queue, int limit) {
            return ids.stream().limit(limit).toList();
        }

        @Override
        public long count(String queue) {
            return ids.size();
        }

        @Override
        public boolean retry(String queue, String id, byte @Nullable [] body) {
            return retried.add(id);
        }

        @Override
        public boolean remove(String queue, String id) {
            return false;
        }
    }

    private static final class Ticked implements Ticker.Ticking {
        private final Runnable work;
        private boolean closed;

        Ticked(Runnable work) {
            this.work = work;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class ByHand implements Ticker {
        private final List<Ticked> all = new ArrayList<>();

        @Override
        public Ticking every(Duration period, String name, Runnable work) {
            Ticked ticked = new Ticked(work);
            all.add(ticked);
            return ticked;
        }

        void tick(int which) {
            IntStream.of(which).mapToObj(all::get).filter(one -> !one.closed).forEach(one -> one.work.run());
        }
    }
}
