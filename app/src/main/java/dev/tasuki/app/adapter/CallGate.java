package dev.tasuki.app.adapter;

import dev.tasuki.core.keep.Answers;
import dev.tasuki.core.port.ServerReading;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes calls that come through a foreign task queue.
 *
 * @param way how trainings that came so are answered
 * @param begin takes calls from now on
 * @param stop takes no more, and ends those in hand within this time
 * @param readings for operators
 */
public record CallGate(
        Answers.Way way, Runnable begin, Consumer<Duration> stop, Supplier<List<ServerReading>> readings) {}
