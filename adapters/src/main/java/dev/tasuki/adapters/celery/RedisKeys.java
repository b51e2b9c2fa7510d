package dev.tasuki.adapters.celery;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys by which kombu, Celery's messaging, makes a broker of Redis. Each queue is four lists, one for each step of priority.
 *
 * @param prefix of all of them
 * @param database whose number is in the names of channels
 */
record RedisKeys(String prefix, int database) {
    /** Between parts of names. */
    static final String SEPARATOR = "\u0006\u0016";

    private static final int[] STEPS = {0, 3, 6, 9};

    static RedisKeys of(RedisPlace place) {
        return new RedisKeys(place.prefix(), place.settings().database());
    }

    /** The list for messages of a priority: that of the largest step which is not above it. */
    String list(String queue, int priority) {
        int step = 0;
        for (int each : STEPS) {
            step = each <= priority ? each : step;
        }
        return prefix + queue + (step == 0 ? "" : SEPARATOR + step);
    }

    /** The first is emptied first. */
    List<String> lists(String queue) {
        return IntStream.of(STEPS).mapToObj(step -> list(queue, step)).toList();
    }

    /** What was taken and is not settled, by tag. */
    String unacked() {
        return prefix + "unacked";
    }

    /** Since when, in seconds. */
    String unackedIndex() {
        return prefix + "unacked_index";
    }

    /** Held by the one that looks for what was held too long. */
    String unackedMutex() {
        return prefix + "unacked_mutex";
    }

    /** The queues of an exchange. */
    String binding(String exchange) {
        return prefix + "_kombu.binding." + exchange;
    }

    /** A member of it. */
    static String bound(String key, String queue) {
        return key + SEPARATOR + SEPARATOR + queue;
    }

    /** A channel that all who listen hear; the key may be empty. */
    String channel(String exchange, String key) {
        return prefix + "/" + database + "." + exchange + (key.isEmpty() ? "" : "/" + key);
    }

    /** A row's priority: 5 for what says nothing, which comes first here, down to 0. */
    static int rowPriority(int priority) {
        int most = Math.clamp(priority, 0, 9);
        return 5 - (5 * most + 8) / 9;
    }
}
