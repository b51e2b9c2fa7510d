package dev.tasuki.adapters.celery;

import java.util.List;

/**
 * The queues that calls of other tasks go to: that of the first pattern that fits, else Celery's own default.
 *
 * @param all in the order in which they are tried
 */
public record CeleryRoutes(List<Route> all) {
    /** Where Celery's workers take tasks from unless they are told otherwise. */
    static final String USUAL = "celery";

    /** All go where they go by default. */
    public static final CeleryRoutes NONE = new CeleryRoutes(List.of());

    public CeleryRoutes {
        all = List.copyOf(all);
    }

    /**
     * One rule.
     *
     * @param pattern a task's name, or a glob of such names
     */
    public record Route(String pattern, String queue) {}

    /** The queue for the task of this name; given a glob, the queue of a rule for just that glob, too. */
    public String queue(String task) {
        return queue(task, USUAL);
    }

    /** The same, or this queue if no rule fits. */
    String queue(String task, String otherwise) {
        return all.stream()
                .filter(route -> fits(route.pattern(), task))
                .map(Route::queue)
                .findFirst()
                .orElse(otherwise);
    }

    /** Whether a task's name is one that the pattern, a name or a glob with {@code *} and {@code ?}, stands for. */
    static boolean fits(String pattern, String task) {
        return NodePattern.matches("glob", pattern, task);
    }
}
