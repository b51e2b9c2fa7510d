package dev.tasuki.adapters.redis;

import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The discarded messages of a queue: a stream of their own, read page by page. */
record RedisDeadLetters(RedisQueues queues) implements DeadLetters {
    /** Small, because a letter's whole body is looked at to be cut. */
    private static final int PAGE = 20;

    private static final Pattern ID = Pattern.compile("\\d{1,19}-\\d{1,19}");
    /** One byte more than is shown tells where the last letter ends. */
    private static final int CUT = Limits.DEAD_LETTER_SHOWN.intValue() + 1;

    @Override
    public List<DeadLetter> list(String queue, int limit) {
        return pages(queue, limit, CUT, entry -> letter(queue, entry));
    }

    @Override
    public List<String> ids(String queue, int limit) {
        return pages(queue, limit, 0, RedisQueues.Entry::id);
    }

    private <T> List<T> pages(String queue, int limit, int shown, Function<RedisQueues.Entry, T> read) {
        int most = Math.min(limit, Limits.DEAD_LETTERS.intValue());
        List<T> found = new ArrayList<>();
        String from = "-";
        while (found.size() < most) {
            int asked = Math.min(PAGE, most - found.size());
            List<RedisQueues.Entry> page = queues.letters(queue, from, asked, shown);
            page.forEach(entry -> found.add(read.apply(entry)));
            if (page.size() < asked) {
                break;
            }
            from = "(" + page.getLast().id();
        }
        return found;
    }

    @Override
    public long count(String queue) {
        return queues.lettersCount(queue);
    }

    @Override
    public boolean retry(String queue, String id, byte @Nullable [] body) {
        if (body != null) {
            Message.durable(queue, body, "").checkSize();
        }
        return ID.matcher(id).matches() && queues.revive(queue, id, body);
    }

    @Override
    public boolean remove(String queue, String id) {
        return ID.matcher(id).matches() && queues.remove(queue, id);
    }

    private static DeadLetter letter(String queue, RedisQueues.Entry entry) {
        Map<String, byte[]> fields = entry.fields();
        byte[] body = fields.getOrDefault("b", new byte[0]);
        long at = MessageFields.number(fields, "at");
        return new DeadLetter(
                entry.id(),
                queue,
                DeadLetter.shown(body),
                MessageFields.number(fields, "size"),
                text(fields, "c"),
                text(fields, "reason"),
                at == 0 ? null : Instant.ofEpochMilli(at));
    }

    private static String text(Map<String, byte[]> fields, String name) {
        return Optional.ofNullable(MessageFields.text(fields, name)).orElse("");
    }
}
