package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.MovableClock;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Limits;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many dead letters a queue keeps in a database. */
final class SqliteDeadLetterBoundTest {
    private static final String QUEUE = "queue.bound";
    private static final String FILL = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO message (queue, body, correlation_id, headers, durable, visible_at, deliveries, dead_at, reason)
            SELECT 'queue.bound', x'7b7d', 'old-' || i, '{}', 1, 9223372036854775807, 1, 1, 'junk' FROM n""";

    @TempDir
    Path directory;

    @Test
    @Tag("bound:dead_letters")
    void beyondTheBoundTheOldestGoesAndIsCounted() throws Exception {
        int most = Limits.DEAD_LETTERS.intValue();
        AtomicInteger dropped = new AtomicInteger();
        try (Database database =
                Database.open(DatabaseSettings.sqlite(directory.resolve("tasuki.db")), new MovableClock())) {
            database.write(session -> session.update(FILL, most - 1));
            MessageTable messages = new MessageTable(database, "test", dropped::addAndGet);
            SqlDeadLetters letters = new SqlDeadLetters(database, queue -> {});

            discard(messages, "last that has room");
            assertThat(letters.ids(QUEUE, most + 1)).hasSize(most);
            assertThat(dropped).hasValue(0);

            discard(messages, "one too many");
            assertThat(letters.ids(QUEUE, most + 1)).hasSize(most);
            assertThat(dropped).hasValue(1);
            assertThat(letters.list(QUEUE, 1))
                    .singleElement()
                    .satisfies(oldest -> assertThat(oldest.correlationId()).isEqualTo("old-2"));
        }
    }

    private static void discard(MessageTable messages, String id) {
        messages.publish(Message.durable(QUEUE, new byte[0], id));
        messages.settle(messages.take(QUEUE).orElseThrow(), new Settlement.Discard("junk"));
    }
}
