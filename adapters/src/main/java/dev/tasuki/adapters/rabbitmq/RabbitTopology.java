package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import dev.tasuki.core.task.TaskKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Compares the queues that are wanted with those that are there. It declares nothing that is not
 * there: only queues that exist are declared again, which the broker answers by saying what differs.
 */
public final class RabbitTopology {
    private final RabbitSettings settings;

    public RabbitTopology(RabbitSettings settings) {
        this.settings = settings;
    }

    /**
     * What was found about one queue.
     *
     * @param queue its name
     * @param state how it compares
     * @param advice one or two sentences: wanted, actual, and how to mend it
     */
    public record Finding(String queue, State state, String advice) {}

    /** How a queue compares with what is wanted. */
    public enum State {
        /** Just as we would declare it. */
        AS_WANTED,
        /** Not there; it is declared when it is first used. */
        MISSING,
        /** There with other arguments: it works, and lacks what the advice says. */
        DIFFERENT,
        /** It cannot be used. */
        UNUSABLE
    }

    /**
     * Looks at the queues of every kind of task, and at their dead letters.
     *
     * @throws dev.tasuki.core.task.Unavailable if RabbitMQ cannot be reached
     */
    public List<Finding> compare() {
        try (Connection connection = Connections.factory(settings)
                .newConnection(settings.addresses(), settings.connectionName() + " doctor")) {
            List<Finding> findings = new ArrayList<>();
            for (TaskKind kind : TaskKind.values()) {
                findings.add(compare(connection, QueuePlan.of(kind.queue(), settings)));
                findings.add(compare(connection, QueuePlan.dead(kind.queue())));
            }
            return findings;
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw RabbitErrors.refusal("look at the queues of " + settings.where(), e);
        }
    }

    private Finding compare(Connection connection, QueuePlan plan) throws IOException {
        try {
            if (!Queues.exists(connection, plan.queue())) {
                return new Finding(
                        plan.queue(), State.MISSING, "not there yet; declared at first use with " + plan.arguments());
            }
        } catch (IOException e) {
            if (RabbitErrors.code(e) == 0) {
                throw e;
            }
            return new Finding(plan.queue(), State.UNUSABLE, RabbitErrors.reason(e) + ". " + unusable(e));
        }
        List<ArgumentClash> clashes = QueueComparison.clashes(connection, plan);
        if (clashes.isEmpty()) {
            return new Finding(plan.queue(), State.AS_WANTED, "as wanted: " + plan.arguments());
        }
        return new Finding(
                plan.queue(),
                State.DIFFERENT,
                "is used as it is, though " + QueueComparison.sentence(clashes) + "; to have it as wanted, "
                        + QueueComparison.mend(plan.queue()));
    }

    private static String unusable(IOException e) {
        return switch (RabbitErrors.code(e)) {
            case AMQP.RESOURCE_LOCKED ->
                "Another connection holds the queue for itself: stop that program, or have it declare the queue "
                        + "without exclusive";
            case AMQP.ACCESS_REFUSED -> "Give the user the right to configure, write and read it (set_permissions)";
            default -> "See the broker's log";
        };
    }
}
