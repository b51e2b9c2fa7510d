package dev.tasuki.server;

import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Dead letters in memory; what is tried again is noted. Thread-safe. */
final class RecordedDeadLetters implements DeadLetters {
    final List<String> retried = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();

    synchronized void add(String queue, String id, String body) {
        letters.add(new DeadLetter(
                id,
                queue,
                DeadLetter.shown(body.getBytes(StandardCharsets.UTF_8)),
                body.length(),
                "c-" + id,
                "body is no JSON",
                null));
    }

    @Override
    public synchronized List<DeadLetter> list(String queue, int limit) {
        return letters.stream()
                .filter(letter -> letter.queue().equals(queue))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<String> ids(String queue, int limit) {
        return list(queue, limit).stream().map(DeadLetter::id).toList();
    }

    @Override
    public synchronized long count(String queue) {
        return ids(queue, Integer.MAX_VALUE).size();
    }

    @Override
    public synchronized boolean retry(String queue, String id, byte @Nullable [] body) {
        String sent = list(queue, Integer.MAX_VALUE).stream()
                .filter(letter -> letter.id().equals(id))
                .map(letter -> new String(body == null ? letter.body() : body, StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
        boolean found = remove(queue, id);
        if (found) {
            retried.add(sent);
        }
        return found;
    }

    @Override
    public synchronized boolean remove(String queue, String id) {
        return letters.removeIf(
                letter -> letter.queue().equals(queue) && letter.id().equals(id));
    }
}
