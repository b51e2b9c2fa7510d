package dev.tasuki.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.use.Events;
import dev.tasuki.server.wire.Drain;
import dev.tasuki.server.wire.Outflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A client that takes nothing holds nobody up, is cut off, and comes back without having missed anything. */
class SlowReaderTest {
    private static final TaskId ID = new TaskId("t");
    private static final Pattern VERSION = Pattern.compile("id: (\\d+)\nevent: task");

    private final MemoryTaskStore tasks = new MemoryTaskStore(InstantSource.system());
    private final ChangeTailer tailer = new ChangeTailer(tasks.changes(), () -> true);
    private final EventHub hub = new EventHub(new Events(tasks.changes(), tasks, tailer));
    private final Drain drain = new Drain();

    @Test
    void whoTakesNothingIsCutOffAndGoesOnFromItsLastId() throws InterruptedException {
        tailer.look();
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("d"), null, null, List.of(), Instant.EPOCH);
        tasks.accept(new NewTask(ID, spec, null));
        for (int epoch = 0; epoch < 100; epoch++) {
            tasks.apply(new Transition.Claim(ID, epoch, "w", Duration.ofMinutes(1)));
            tasks.apply(new Transition.GiveBack(ID, epoch + 1, Duration.ZERO, true));
        }
        tailer.look();
        List<Long> all = tasks.changes().since(0, 1_000).changes().stream()
                .map(Change::version)
                .toList();

        Reader slow = new Reader(2, all.getLast());
        Reader quick = new Reader(Long.MAX_VALUE, all.getLast());
        open(slow, 0, Duration.ofMillis(20));
        open(quick, 0, Duration.ofMinutes(2));

        assertThat(slow.ended.await(2, TimeUnit.MINUTES)).as("cut off").isTrue();
        int taken = slow.versions.size();
        assertThat(taken).isBetween(2, all.size() - 1);
        assertThat(slow.versions).isEqualTo(all.subList(0, taken));
        assertThat(quick.complete.await(2, TimeUnit.MINUTES)).isTrue();
        assertThat(quick.versions).isEqualTo(all);

        Reader again = new Reader(Long.MAX_VALUE, all.getLast());
        open(again, slow.versions.getLast(), Duration.ofMinutes(2));
        assertThat(again.complete.await(2, TimeUnit.MINUTES)).isTrue();
        assertThat(again.versions).isEqualTo(all.subList(taken, all.size()));

        drain.begin();
        assertThat(again.ended.await(2, TimeUnit.MINUTES)).isTrue();
        assertThat(quick.ended.await(2, TimeUnit.MINUTES)).isTrue();
    }

    private void open(Reader reader, long version, Duration patience) {
        Gauges.Reader none = new Gauges.Reader(new Gauges(null, null, null), Interest.parse("task:t"));
        EventStream stream = new EventStream(hub, drain, Interest.parse("task:t"), none, version);
        Outflow.of(out -> stream.write(out, List.of()), () -> {}, patience).subscribe(reader);
    }

    /** Takes a number of parts and no more, and notes the versions of their frames. */
    private static final class Reader implements Subscriber<byte[]> {
        final List<Long> versions = Collections.synchronizedList(new ArrayList<>());
        final CountDownLatch complete = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        private final long takes;
        private final long last;

        Reader(long takes, long last) {
            this.takes = takes;
            this.last = last;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(takes);
        }

        @Override
        public void onNext(byte[] part) {
            Matcher matcher = VERSION.matcher(new String(part, StandardCharsets.UTF_8));
            while (matcher.find()) {
                versions.add(Long.parseLong(matcher.group(1)));
                if (versions.getLast() == last) {
                    complete.countDown();
                }
            }
        }

        @Override
        public void onError(Throwable problem) {
            throw new IllegalStateException(problem);
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }
    }
}
