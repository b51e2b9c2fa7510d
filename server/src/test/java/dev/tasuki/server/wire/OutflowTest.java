package dev.tasuki.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class OutflowTest {
    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void thePartsComeInOrderAndThenTheEnd() throws InterruptedException {
        Reader reader = new Reader();
        Outflow.of(
                        out -> {
                            say(out, 1);
                            say(out, 2);
                        },
                        ended::countDown)
                .subscribe(reader);

        ended.await();
        assertThat(reader.parts).containsExactly(1, 2);
        assertThat(reader.complete).isTrue();
    }

    @Test
    void aWriterThatFailsDoesNotLookLikeTheEnd() throws InterruptedException {
        Reader reader = new Reader();
        IllegalStateException broken = new IllegalStateException("broken");
        Outflow.of(
                        out -> {
                            say(out, 1);
                            throw broken;
                        },
                        ended::countDown)
                .subscribe(reader);

        ended.await();
        assertThat(reader.parts).containsExactly(1);
        assertThat(reader.complete).isFalse();
        assertThat(reader.failure.get()).isSameAs(broken);
    }

    @Test
    void anAnswerThatNobodyTakesEndsAllTheSame() throws InterruptedException {
        AtomicBoolean wrote = new AtomicBoolean();

        Outflow.of(out -> wrote.set(true), ended::countDown, Duration.ZERO, Duration.ZERO);

        ended.await();
        assertThat(wrote).isFalse();
    }

    private static void say(Outflow out, int part) {
        try {
            assertThat(out.write(new byte[] {(byte) part})).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes one part after the other. */
    private static final class Reader implements Subscriber<byte[]> {
        private final List<Integer> parts = new ArrayList<>();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final AtomicReference<@Nullable Subscription> from = new AtomicReference<>();
        private volatile boolean complete;

        @Override
        public void onSubscribe(Subscription subscription) {
            from.set(subscription);
            subscription.request(1);
        }

        @Override
        public void onNext(byte[] part) {
            parts.add((int) part[0]);
            Subscription more = from.get();
            if (more != null) {
                more.request(1);
            }
        }

        @Override
        public void onError(Throwable problem) {
            failure.set(problem);
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }
}
