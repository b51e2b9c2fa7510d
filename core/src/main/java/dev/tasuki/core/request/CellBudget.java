package dev.tasuki.core.request;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The cells of all predictions that are under way, bounded. Thread-safe. */
public final class CellBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    public CellBudget(long most) {
        this.most = most;
    }

    /** Cells that are given back by closing. */
    public record Held(CellBudget budget, long cells) implements AutoCloseable {
        @Override
        public void close() {
            budget.taken.addAndGet(-cells);
        }
    }

    /** Takes so many cells; throws {@link TooBusy} if others have too many. */
    public Held take(long cells) {
        long now = taken.addAndGet(cells);
        if (now > most) {
            taken.addAndGet(-cells);
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    "predictions of %,d cells are under way, with these %,d it would be more than %,d; try again"
                            .formatted(now - cells, cells, most),
                    Duration.ofSeconds(1));
        }
        return new Held(this, cells);
    }
}
