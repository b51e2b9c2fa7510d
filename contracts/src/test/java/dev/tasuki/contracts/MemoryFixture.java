package dev.tasuki.contracts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** A port that lives inside the process, on a clock that can be moved. */
record MemoryFixture<P>(P port, MovableClock clock, AutoCloseable closing) implements Fixture<P> {
    static <P> Fixture<P> of(Function<InstantSource, P> port) {
        MovableClock clock = new MovableClock();
        P opened = port.apply(clock);
        return new MemoryFixture<>(opened, clock, opened instanceof AutoCloseable c ? c : () -> {});
    }

    @Override
    public Optional<P> another() {
        return Optional.empty();
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() {
        try {
            closing.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
