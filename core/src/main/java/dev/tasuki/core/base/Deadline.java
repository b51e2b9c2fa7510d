package dev.tasuki.core.base;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a client waits for an answer. Work asks it often and ends once it has passed: by the clock,
 * because the client has gone, or because the thread that works was interrupted. Thread-safe.
 *
 * <p>Example: {@code for (Row row : rows) { deadline.check(); … }}.
 */
public final class Deadline {
    /** Somebody waits for as long as it takes. */
    public static final Deadline NEVER = at(Instant.MAX, InstantSource.fixed(Instant.EPOCH));

    private final Instant end;
    private final InstantSource clock;
    private final BooleanSupplier gone;
    private final @Nullable CancelSignal departure;

    private Deadline(Instant end, InstantSource clock, BooleanSupplier gone, @Nullable CancelSignal departure) {
        this.end = end;
        this.clock = clock;
        this.gone = gone;
        this.departure = departure;
    }

    /** A deadline at this moment. */
    public static Deadline at(Instant end, InstantSource clock) {
        return new Deadline(end, clock, () -> false, null);
    }

    /** The same, passed as well once the client has gone. */
    public Deadline orGone(BooleanSupplier leaves) {
        return new Deadline(end, clock, leaves, null);
    }

    /** The same, passed as well once the client has gone. */
    public Deadline orGone(CancelSignal client) {
        return new Deadline(end, clock, client::gone, client);
    }

    /** The same, or so much from now on if that is sooner. */
    public Deadline within(Duration atMost) {
        Instant sooner = clock.instant().plus(atMost);
        return sooner.isBefore(end) ? new Deadline(sooner, clock, gone, departure) : this;
    }

    /** When it ends by the clock. */
    public Instant end() {
        return end;
    }

    /** Runs this once the client goes, at once if it has gone; never where that is not heard of. */
    public void whenGone(Runnable then) {
        if (departure != null) {
            departure.then(then);
        }
    }

    /** True once no client waits any more. */
    public boolean passed() {
        return !clock.instant().isBefore(end)
                || gone.getAsBoolean()
                || Thread.currentThread().isInterrupted();
    }

    /** Throws {@link TimedOut} once no client waits any more. */
    public void check() {
        if (passed()) {
            throw new TimedOut(
                    RefusalCode.DEADLINE_EXCEEDED, "the work was given up at its deadline; send fewer rows at once");
        }
    }
}
