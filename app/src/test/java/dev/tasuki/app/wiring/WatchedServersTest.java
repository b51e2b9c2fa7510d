package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedServersTest {
    /** What it has counted; null while it is away. */
    private record Counting(@Nullable Long counted) implements DeadLetters {
        @Override
        public List<DeadLetter> list(String queue, int limit) {
            throw new AssertionError("a metric needs no letters");
        }

        @Override
        public List<String> ids(String queue, int limit) {
            throw new AssertionError("a metric needs no ids");
        }

        @Override
        public long count(String queue) {
            if (counted == null) {
                throw new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "away", Duration.ofSeconds(1));
            }
            return counted;
        }

        @Override
        public boolean retry(String queue, String id, byte @Nullable [] body) {
            return false;
        }

        @Override
        public boolean remove(String queue, String id) {
            return false;
        }
    }

    @Test
    void deadLettersAreCountedByQueue() {
        assertThat(counts(new Counting(7L), new Counting(0L)))
                .isEqualTo(Map.of(TaskKind.TRAIN.queue(), 7L, TaskKind.PREDICT.queue(), 0L));
    }

    @Test
    void aBrokerThatIsAwayHidesNothingOfTheOther() {
        assertThat(counts(new Counting(7L), new Counting(null))).isEqualTo(Map.of(TaskKind.TRAIN.queue(), 7L));
        assertThat(counts(new Counting(null), new Counting(2L))).isEqualTo(Map.of(TaskKind.PREDICT.queue(), 2L));
    }

    private static Map<String, Long> counts(DeadLetters trainings, DeadLetters predictions) {
        DeadLetters letters = new LettersOfTwoBrokers(trainings, predictions);
        return new WatchedServers(List.of(), List.of(), letters).deadLetters();
    }
}
