package dev.tasuki.adapters.sql;

import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accepts of one process, inserted together on a database server. While one insertion is under way, others wait and
 * become the next one; an accept that finds nobody at work goes at once, alone. So a lone client waits for nobody,
 * and many share a round trip and a forced write. The caller that has the next turn inserts for all that wait, on its own
 * thread. A caller gets its row only after the commit that holds it. Thread-safe.
 *
 * <p>A row that the database refuses fails its group; then each of the group is inserted by itself, so that one
 * spoils no other. A group has a power of two of rows: a database prepares few statements.
 */
final class AcceptGroups {
    static final int MOST_ROWS = 64;
    /** Payloads of a group, in characters: a server takes messages of 16 MiB at least. */
    static final int MOST_PAYLOAD = 1 << 20;

    /** More insertions at once share nothing but wait for the same forced writes. */
    private static final int AT_ONCE = 2;

    private final Insertion insertion;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private int atWork;

    AcceptGroups(Insertion insertion) {
        this.insertion = insertion;
    }

    /** Inserts rows in one transaction; brings those that nothing was in the way of. */
    @FunctionalInterface
    interface Insertion {
        List<TaskRow> insert(List<NewTask> tasks) throws SQLException;
    }

    /** Empty if a row is in the way. */
    Optional<TaskRow> insert(NewTask task) throws SQLException {
        Pending mine = new Pending(task);
        boolean first = enter(mine);
        if (first || mine.turn.join()) {
            try {
                insertAll(mine.group);
            } finally {
                leave();
            }
        }
        return mine.result();
    }

    /** True if the caller is to insert now; else it waits for its turn, or for its row. */
    private synchronized boolean enter(Pending mine) {
        if (atWork < AT_ONCE) {
            atWork++;
            return true;
        }
        waiting.add(mine);
        return false;
    }

    private synchronized void leave() {
        Pending next = waiting.poll();
        if (next == null) {
            atWork--;
        } else {
            next.group = group(next);
            next.turn.complete(true);
        }
    }

    /** Who waits goes with the first, as many as fit. Called under the lock. */
    private List<Pending> group(Pending first) {
        List<Pending> group = new ArrayList<>();
        group.add(first);
        int rows = Math.min(MOST_ROWS, Integer.highestOneBit(waiting.size() + 1));
        int payload = first.size();
        while (group.size() < rows && payload + waiting.element().size() <= MOST_PAYLOAD) {
            Pending next = waiting.remove();
            payload += next.size();
            group.add(next);
        }
        while (Integer.bitCount(group.size()) > 1) {
            waiting.addFirst(group.removeLast());
        }
        return group;
    }

    private void insertAll(List<Pending> group) {
        try {
            Map<TaskId, TaskRow> rows = insertion
                    .insert(group.stream().map(Pending::task).toList())
                    .stream()
                    .collect(Collectors.toMap(TaskRow::id, Function.identity()));
            for (Pending one : group) {
                one.row = rows.remove(one.task.id());
            }
        } catch (SQLException e) {
            if (group.size() > 1 && Faults.ofTheStatement(e)) {
                group.forEach(one -> insertAll(List.of(one)));
                return;
            }
            group.forEach(one -> one.failure = e);
        } catch (RuntimeException | Error e) {
            group.forEach(one -> one.failure = e);
        } finally {
            group.forEach(one -> one.turn.complete(false));
        }
    }

    /** A task, and where its caller waits: until it has the turn (true) or its row is decided (false). */
    private static final class Pending {
        private final NewTask task;
        private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
        /** Those it inserts when it has the turn. */
        private List<Pending> group = List.of(this);

        private @Nullable TaskRow row;
        private @Nullable Throwable failure;

        Pending(NewTask task) {
            this.task = task;
        }

        NewTask task() {
            return task;
        }

        int size() {
            return task.spec().payload().length();
        }

        Optional<TaskRow> result() throws SQLException {
            Throwable reason = failure;
            return switch (reason) {
                case null -> Optional.ofNullable(row);
                case SQLException sql -> throw sql;
                case RuntimeException runtime -> throw runtime;
                case Error error -> throw error;
                default -> throw new IllegalStateException(reason);
            };
        }
    }
}
