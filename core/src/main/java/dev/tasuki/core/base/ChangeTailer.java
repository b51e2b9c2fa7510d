package dev.tasuki.core.base;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Follows the change log for the whole process: one small query each turn, however many clients and runs wait for
 * changes. A log that tells of changes is read when it does ({@link #follow}); then turns only make up for what it may
 * have missed. It begins at the newest change that is there at its first turn. Listeners hear each page once, in order,
 * on the thread that looks; they must not block or throw. A store that is away ends a turn; the next one goes on
 * where it ended. Thread-safe.
 */
public final class ChangeTailer {
    /** How often {@link #look} is to be called. */
    public static final Duration PERIOD = Duration.ofMillis(50);

    /** While nobody is in a hurry, only each so manieth turn asks the store: four times a second. */
    private static final int IDLE_TURNS = 5;

    private static final int PAGE = 500;

    private final ChangeLog log;
    private final BooleanSupplier hurried;
    private final List<Consumer<ChangePage>> listeners = new CopyOnWriteArrayList<>();
    private final OutageLog outage = new OutageLog("the reader of changes");
    private volatile OptionalLong version = OptionalLong.empty();
    private volatile boolean told;
    private int turn;

    /**
     * A tailer that nobody turns yet.
     *
     * @param hurried true while runs or clients here wait for changes: then each turn looks, unless the log tells
     */
    public ChangeTailer(ChangeLog log, BooleanSupplier hurried) {
        this.log = log;
        this.hurried = hurried;
    }

    /** Reads what is new whenever the log tells of it, until closed; does nothing for a log that does not. */
    public ChangeLog.Watching follow() {
        Optional<ChangeLog.Watching> watching = log.watch(this::read);
        told = watching.isPresent();
        return watching.orElse(() -> {});
    }

    /** Calls with each page of changes from now on, until closed. */
    public TaskEvents.Listening listen(Consumer<ChangePage> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Calls with each change. */
    public TaskEvents.Listening listenToEach(Consumer<Change> listener) {
        return listen(page -> page.changes().forEach(listener));
    }

    /** The version that was come to; empty before the first turn that reached the store. */
    public OptionalLong version() {
        return version;
    }

    /** Reads what is new, if it is time to. */
    public synchronized void look() {
        turn = (turn + 1) % IDLE_TURNS;
        if (turn == 0 || version.isEmpty() || (!told && hurried.getAsBoolean())) {
            read();
        }
    }

    private synchronized void read() {
        try {
            long before = version.isPresent() ? version.getAsLong() : log.span().newest();
            version = OptionalLong.of(before);
            boolean more = true;
            while (more) {
                ChangePage page = log.since(before, PAGE);
                more = page.mayHaveMore(before, PAGE);
                if (page.upTo() > before) {
                    before = page.upTo();
                    for (Consumer<ChangePage> listener : listeners) {
                        listener.accept(page);
                    }
                    version = OptionalLong.of(before);
                }
            }
            outage.goesOn();
        } catch (Refusal away) {
            outage.waits(away);
        }
    }
}
