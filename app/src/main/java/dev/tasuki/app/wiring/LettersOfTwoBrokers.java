package dev.tasuki.app.wiring;

import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.task.TaskKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters of trainings and those of predictions, which have a broker of their own. */
record LettersOfTwoBrokers(DeadLetters trainings, DeadLetters predictions) implements DeadLetters {
    private DeadLetters of(String queue) {
        return queue.equals(TaskKind.PREDICT.queue()) ? predictions : trainings;
    }

    @Override
    public List<DeadLetter> list(String queue, int limit) {
        return of(queue).list(queue, limit);
    }

    @Override
    public List<String> ids(String queue, int limit) {
        return of(queue).ids(queue, limit);
    }

    @Override
    public long count(String queue) {
        return of(queue).count(queue);
    }

    @Override
    public boolean retry(String queue, String id, byte @Nullable [] body) {
        return of(queue).retry(queue, id, body);
    }

    @Override
    public boolean remove(String queue, String id) {
        return of(queue).remove(queue, id);
    }
}
