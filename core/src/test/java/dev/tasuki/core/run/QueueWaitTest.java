package dev.tasuki.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.Transition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueWaitTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final Rig rig = new Rig(
            new ScriptedWork((row, control) -> Optional.of(ScriptedWork.PRODUCT)),
            new MemoryObjectStore(),
            Duration.ofSeconds(5));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void theWaitForAConsumerIsTimed() {
        rig.rows.accept(ScriptedWork.task("t-1", LONG_AGO));
        rig.clock.move(Duration.ofSeconds(7));

        handle("t-1");

        assertThat(waited()).isEqualTo(7.0);
    }

    @Test
    void thatForTheLeaseOfADeadOneIsNot() {
        rig.rows.accept(ScriptedWork.task("t-1", LONG_AGO));
        rig.rows.apply(new Transition.Claim(new TaskId("t-1"), 0, "a dead process", Duration.ofSeconds(30)));
        rig.clock.move(Duration.ofSeconds(31));

        handle("t-1");

        assertThat(waited()).isZero();
    }

    private void handle(String id) {
        byte[] body = id.getBytes(StandardCharsets.UTF_8);
        Message message = new Message(TaskKind.TRAIN.queue(), body, "c-1", null, null, true, Map.of());
        rig.train.handle(new Delivery(message, 1, () -> {}));
    }

    private double waited() {
        return Objects.requireNonNull(rig.telemetry.snapshot().timings().get(Telemetry.Timing.QUEUE_WAIT))
                .sumSeconds();
    }
}
