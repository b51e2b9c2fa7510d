package dev.tasuki.app.adapter;

import dev.tasuki.core.use.Tasks;
import java.util.List;

/**
 * What trainings are given to workers of a foreign task queue with.
 *
 * @param fleet whose workers they are
 * @param allowed names or globs of the tasks that trainings may be given to
 * @param routes the queues that those are taken from
 * @param tasks tells of trainings, and cancels them
 */
public record TrainerMeans(CallMeans.Fleet fleet, List<String> allowed, List<Route> routes, Tasks tasks) {
    /**
     * Where tasks of others are sent.
     *
     * @param pattern a task's name, or a glob of such names
     */
    public record Route(String pattern, String queue) {}
}
