package dev.tasuki.app.adapter;

import dev.tasuki.core.keep.Answers;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Change;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes calls that come through a foreign task queue.
 *
 * @param way how trainings that came so are answered
 * @param news how clients hear of trainings that go on
 * @param begin takes calls from now on
 * @param stop takes no more, and ends those in hand within this time
 * @param readings for operators
 */
public record CallGate(
        Answers.Way way, News news, Runnable begin, Consumer<Duration> stop, Supplier<List<ServerReading>> readings) {
    /**
     * How clients hear of trainings that go on.
     *
     * @param hear is to be called with each change of a task
     * @param turn tells them; to be called ten times a second by one thread
     */
    public record News(Consumer<Change> hear, Runnable turn) {}
}
