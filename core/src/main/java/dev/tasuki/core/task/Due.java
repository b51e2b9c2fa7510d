package dev.tasuki.core.task;

import java.time.Duration;
import java.util.Set;

/**
 * Rows that need an action now, by the database's clock: higher priority first, then by run_at,
 * then in the order of acceptance. A task that expired is found only by {@link Expired}.
 */
public sealed interface Due {
    /** At most this many rows. */
    int limit();

    /** RECEIVED with run_at reached, or STARTED with a lapsed lease: a {@code Claim} may succeed. */
    record Claimable(TaskKind kind, int limit) implements Due {}

    /**
     * What a consumer takes instead of a task of this priority: RECEIVED with run_at reached, published,
     * of a higher priority.
     */
    record Ahead(TaskKind kind, int priority, int limit) implements Due {}

    /**
     * What the relay publishes: RECEIVED with run_at reached and either never published or
     * published longer ago than {@code silence} without being claimed.
     *
     * @param grace leaves out tasks that were accepted less than this ago, to be run at once, and were not
     *     published since: the process that accepted them is about to publish them
     * @param without leaves out the tasks of these groups
     */
    record Unpublished(Duration silence, Duration grace, Set<Group> without, int limit) implements Due {
        /** A silence that no row reaches: what was published is left alone. */
        public static final Duration NEVER = Duration.ofDays(365L * 100);

        public Unpublished {
            without = Set.copyOf(without);
        }

        /** Whether rows that were published are looked at, too. */
        public boolean published() {
            return silence.compareTo(NEVER) < 0;
        }

        /** However young. */
        public Unpublished(Duration silence, Set<Group> without, int limit) {
            this(silence, Duration.ZERO, without, limit);
        }

        /** Of all groups. */
        public Unpublished(Duration silence, int limit) {
            this(silence, Set.of(), limit);
        }
    }

    /** What the rescuer takes up: STARTED with a lapsed lease. */
    record Lapsed(int limit) implements Due {}

    /** RECEIVED, never claimed, and the time is reached at which it expires. */
    record Expired(int limit) implements Due {}

    /** STARTED by this owner, and its run was asked to stop. */
    record Cancelling(String owner, int limit) implements Due {}

    /** STARTED by this owner, and its run was asked to end with what it has. */
    record Finishing(String owner, int limit) implements Due {}

    /**
     * Ended, with an origin of this protocol, its outcome not told yet, and nobody is telling it now. The rows have
     * their origins.
     */
    record Unanswered(String protocol, int limit) implements Due {}

    /**
     * Ended, and its algorithm is not known as it could be: it is null, or the model's is still the search for one. A
     * process of an older version accepted it or completed it. In order of acceptance; a store may look at some rows
     * only, and at others the next time, so that none may mean none among these.
     */
    record Unlabelled(int limit) implements Due {
        /** What a request names to have its algorithm searched for. */
        public static final String SEARCHED = "auto";
    }
}
