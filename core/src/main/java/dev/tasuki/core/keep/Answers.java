package dev.tasuki.core.keep;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the programs that tasks came from how these ended. A task with an origin that has ended owes an answer until
 * it is marked as answered, so none is lost: not with the process that ran the task, nor with the one that was
 * answering, nor while the way to the receiver is cut off. A crash between telling and marking tells it once more.
 *
 * <p>Any number of processes may do it. One answers a task at a time, under a lease; a process that dies leaves it to
 * the others when that is over.
 *
 * <pre>{@code
 * Answers answers = new Answers(tasks, new Answers.Way("letters", post::send), retries, steady);
 * tailer.listenToEach(answers::hear);
 * housekeeping.also(Answers.PERIOD, "letters", answers::turn);
 * }</pre>
 *
 * <p>{@link #turn} is for one thread, {@link #hear} is thread-safe.
 */
public final class Answers {
    /** How often {@link #turn} is to be called; one without news asks the store once a second. */
    public static final Duration PERIOD = Duration.ofMillis(100);

    /** How long a process has for one answer before another may give it. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    private final TaskStore store;
    private final Way way;
    private final RetryPolicy retries;
    private final InstantSource steady;
    private final OutageLog outage;
    private volatile boolean news = true;
    private Instant nextLook = Instant.MIN;
    private Instant again = Instant.MIN;
    private long failures;
    private @Nullable Held held;

    /** Answers one way. */
    @FunctionalInterface
    public interface Outlet {
        /**
         * Tells the receiver how the task ended. The same answer may be asked for again.
         *
         * @param row it has ended, and has its origin
         * @return true if it is told for good, or nobody is left to be told; false if this row cannot be told now,
         *     then it is tried again when its lease is over
         * @throws Refusal {@link dev.tasuki.core.task.Unavailable} if nothing can be told now: then all wait
         */
        boolean answer(TaskRow row);
    }

    /**
     * What is answered where.
     *
     * @param protocol of the origins
     */
    public record Way(String protocol, Outlet outlet) {}

    /** A lease of this process, which outlasts a short outage; told if only the mark is missing. */
    private record Held(TaskRow row, Instant until, boolean told) {}

    /**
     * Answers that nobody turns yet.
     *
     * @param retries how long to wait while the outlet or the store is away, 30 s at most
     * @param steady measures pauses and leases
     */
    public Answers(TaskStore store, Way way, RetryPolicy retries, InstantSource steady) {
        this.store = store;
        this.way = way;
        this.retries = retries.shortened();
        this.steady = steady;
        this.outage = new OutageLog("the answers to " + way.protocol());
    }

    /** There is something to do if a task has ended. */
    public void hear(Change change) {
        if (change.kind().state().filter(TaskState::terminal).isPresent()) {
            news = true;
        }
    }

    /** Gives the answers that are owed, if it is time to. */
    public void turn() {
        Instant now = steady.instant();
        if (now.isBefore(again) || (!news && now.isBefore(nextLook))) {
            return;
        }
        news = false;
        nextLook = now.plus(LOOK);
        try {
            goOn(now);
            int owed;
            do {
                owed = answerAll();
            } while (owed == BATCH);
            failures = 0;
            outage.goesOn();
        } catch (Refusal away) {
            again = steady.instant().plus(retries.delay(++failures));
            news = true;
            outage.waits(away);
        }
    }

    /** With what the outage cut off, under the lease that this process still has. */
    private void goOn(Instant now) {
        Held former = held;
        held = null;
        if (former != null && (former.told || now.isBefore(former.until))) {
            OutageLog.each(List.of(former), this::tell, "an answer");
        }
    }

    private int answerAll() {
        List<TaskRow> owed = store.due(new Due.Unanswered(way.protocol, BATCH));
        OutageLog.each(owed, this::answer, "an answer");
        return owed.size();
    }

    private void answer(TaskRow row) {
        // From before the request: what the store counts ends later.
        Instant until = steady.instant().plus(LEASE);
        if (store.apply(new Transition.Answering(row.id(), turn(row), LEASE))) {
            tell(new Held(row, until, false));
        }
    }

    private void tell(Held mine) {
        boolean told = mine.told;
        try {
            told = told || way.outlet.answer(mine.row);
            if (told) {
                store.apply(new Transition.Answered(mine.row.id(), turn(mine.row)));
            }
        } catch (Refusal refused) {
            if (OutageLog.endsTurn(refused)) {
                held = new Held(mine.row, mine.until, told);
            }
            throw refused;
        }
    }

    private static int turn(TaskRow row) {
        return row.spec().schedule().turn();
    }
}
