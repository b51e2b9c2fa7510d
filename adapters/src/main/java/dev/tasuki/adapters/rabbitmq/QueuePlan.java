package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a queue is declared if there is none; every one is durable.
 *
 * @param queue its name
 * @param arguments what is declared with it; a key left out is the broker's default
 */
record QueuePlan(String queue, Map<String, Object> arguments) {
    static final String TYPE = "x-queue-type";
    static final String DEAD_EXCHANGE = "x-dead-letter-exchange";
    static final String DEAD_KEY = "x-dead-letter-routing-key";
    static final String DELIVERY_LIMIT = "x-delivery-limit";

    /** The default exchange routes by the queue's name; nobody can delete it or bind it wrongly. */
    private static final String DEFAULT_EXCHANGE = "";
    /** Looking at a dead letter takes it and gives it back, which counts as a delivery; 4.x allows 20. */
    private static final int LOOKS = 1_000_000;

    private static final Duration UNUSED_WAIT = Duration.ofMinutes(5);

    QueuePlan {
        arguments = Map.copyOf(arguments);
    }

    /** The arguments in a stable order, for a person. */
    String described() {
        return new TreeMap<>(arguments).toString();
    }

    /** The plan for a queue of tasks or requests. */
    static QueuePlan of(String queue, RabbitSettings settings) {
        return settings.deadlineQueues().contains(queue) ? deadline(queue) : lasting(queue);
    }

    /** Replicated, and what a worker cannot handle goes to the dead letters. */
    private static QueuePlan lasting(String queue) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put(TYPE, "quorum");
        arguments.put(DEAD_EXCHANGE, DEFAULT_EXCHANGE);
        arguments.put(DEAD_KEY, deadLetters(queue));
        arguments.put(DELIVERY_LIMIT, Limits.DELIVERIES.intValue());
        return new QueuePlan(queue, arguments);
    }

    /** Requests are not durable, and one that expired is no dead letter: nobody waits for it any more. */
    private static QueuePlan deadline(String queue) {
        return new QueuePlan(queue, Map.of(TYPE, "classic"));
    }

    /** Where discarded messages of the queue are kept; the oldest give way beyond their bound. */
    static QueuePlan dead(String queue) {
        return new QueuePlan(
                deadLetters(queue),
                Map.of(
                        TYPE,
                        "quorum",
                        "x-max-length",
                        Limits.DEAD_LETTERS.intValue(),
                        "x-overflow",
                        "drop-head",
                        DELIVERY_LIMIT,
                        LOOKS));
    }

    /**
     * Where messages wait before they go back to the queue: one wait queue per delay, since only the
     * oldest message of a queue can expire. It vanishes when it was not used for a while.
     */
    static QueuePlan waiting(String queue, Duration delay) {
        long millis = delay.toMillis();
        return new QueuePlan(
                queue + ".wait." + millis,
                Map.of(
                        "x-message-ttl",
                        millis,
                        "x-expires",
                        millis + UNUSED_WAIT.toMillis(),
                        DEAD_EXCHANGE,
                        DEFAULT_EXCHANGE,
                        DEAD_KEY,
                        queue));
    }

    static String deadLetters(String queue) {
        return queue + ".dead";
    }
}
