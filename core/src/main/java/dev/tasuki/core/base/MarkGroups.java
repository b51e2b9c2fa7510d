package dev.tasuki.core.base;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the marks of published tasks in groups, since a mark by itself costs a forced write. The thread that brings the
 * first mark of a group waits for {@link #PERIOD}, or until the group has {@link #MOST}, and writes it; the others
 * return at once. So no thread is needed for it, and a store that hangs holds up those that bring marks. A mark
 * that a crash or a store that is away loses is no loss: the relay publishes its task once more. Thread-safe.
 */
public final class MarkGroups {
    /** How long a group is open. */
    public static final Duration PERIOD = Duration.ofMillis(20);

    /** A group with this many is written at once. */
    public static final int MOST = 500;

    private static final Logger LOG = LoggerFactory.getLogger(MarkGroups.class);

    private final TaskStore store;
    private final Pause pause;
    private final Object lock = new Object();
    private Group open = new Group();

    /** Groups that wait by the system's clock. */
    public MarkGroups(TaskStore store) {
        this(store, full -> {
            boolean ignored = full.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** Groups that wait by another clock. */
    public MarkGroups(TaskStore store, Pause pause) {
        this.store = store;
        this.pause = pause;
    }

    /** How the first of a group waits for the others. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after {@link #PERIOD}, or once the group is full. */
        void await(CountDownLatch full) throws InterruptedException;
    }

    /** The marks that are written together. */
    private static final class Group {
        private final List<Transition.Published> marks = new ArrayList<>();
        private final CountDownLatch full = new CountDownLatch(1);
    }

    /** Adds a mark to the open group. The first one of a group returns when all of it is written or refused. */
    public void add(Transition.Published mark) {
        Group mine;
        boolean first;
        synchronized (lock) {
            mine = open;
            first = mine.marks.isEmpty();
            mine.marks.add(mark);
            if (mine.marks.size() == MOST) {
                open = new Group();
                mine.full.countDown();
            }
        }
        if (first) {
            waitThenWrite(mine);
        }
    }

    private void waitThenWrite(Group group) {
        try {
            pause.await(group.full);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        synchronized (lock) {
            if (open == group) {
                open = new Group();
            }
        }
        try {
            store.markPublished(group.marks);
        } catch (Refusal later) {
            LOG.warn(
                    "{} tasks are with the broker but not marked so, the relay publishes them once more: {}",
                    group.marks.size(),
                    later.detail());
        }
    }
}
