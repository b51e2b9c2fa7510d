package dev.tasuki.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.use.Events;
import dev.tasuki.server.wire.Drain;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventPartsTest {
    @Test
    void whatThereIsToSayIsOnePart() {
        byte[] one = Frame.gauge("progress", "{}".getBytes(StandardCharsets.UTF_8));
        byte[] other = Frame.gauge("ping", "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(Frame.joined(List.of())).isEmpty();
        assertThat(Frame.joined(List.of(one, other)))
                .singleElement()
                .isEqualTo("event: progress\ndata: {}\n\nevent: ping\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFrameThatIsAloneIsSharedByAllItsReaders() {
        byte[] alone = new byte[] {1};

        assertThat(Frame.joined(List.of(alone)).getFirst()).isSameAs(alone);
    }

    @Test
    void copiesHaveABoundHoweverMuchThereIsToSay() {
        List<byte[]> frames = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            byte[] frame = Frame.bytes(Integer.toString(i), "task.completed", new byte[i * 40]);
            frames.add(frame);
            all.writeBytes(frame);
        }

        List<byte[]> parts = Frame.joined(frames);

        ByteArrayOutputStream said = new ByteArrayOutputStream();
        parts.forEach(said::writeBytes);
        assertThat(said.toByteArray()).isEqualTo(all.toByteArray());
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.length <= 16 << 10 || frames.contains(part))
                        .isTrue());
    }

    @Test
    void aStopIsNotWaitedFor() throws InterruptedException {
        MemoryTaskStore tasks = new MemoryTaskStore(InstantSource.system());
        ChangeTailer tailer = new ChangeTailer(tasks.changes(), () -> true);
        EventHub hub = new EventHub(new Events(tasks.changes(), tasks, tailer));
        tailer.look();
        long version = hub.enter();
        Drain drain = new Drain();
        drain.whenBegun(hub::end);
        CountDownLatch woken = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                hub.await(version, Duration.ofDays(1));
                woken.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        drain.begin();

        assertThat(woken.await(2, TimeUnit.MINUTES)).as("woken by the stop").isTrue();
        waiting.join();
    }
}
