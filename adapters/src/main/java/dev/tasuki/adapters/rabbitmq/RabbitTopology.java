package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tasuki.core.task.TaskKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

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
        List<ArgumentClash> clashes = clashes(connection, plan);
        if (clashes.isEmpty()) {
            return new Finding(plan.queue(), State.AS_WANTED, "as wanted: " + plan.arguments());
        }
        return new Finding(plan.queue(), State.DIFFERENT, advice(plan.queue(), clashes));
    }

    /** The broker names one difference at a time: give in on each, until it has no more. */
    private static List<ArgumentClash> clashes(Connection connection, QueuePlan plan) throws IOException {
        List<ArgumentClash> clashes = new ArrayList<>();
        Map<String, Object> arguments = new HashMap<>(plan.arguments());
        for (int left = plan.arguments().size() + 1; left > 0; left--) {
            String words = refused(connection, plan.queue(), arguments);
            if (words == null) {
                break;
            }
            ArgumentClash clash = ArgumentClash.of(plan.queue(), words);
            clashes.add(clash);
            if (!arguments.containsKey(clash.argument())) {
                break;
            }
            giveIn(arguments, clash);
        }
        return clashes;
    }

    private static void giveIn(Map<String, Object> arguments, ArgumentClash clash) {
        if (clash.argument().equals(QueuePlan.TYPE)) {
            arguments.put(QueuePlan.TYPE, clash.actual().equals("none") ? "classic" : clash.actual());
            // A classic queue takes no limit; not having one is part of being classic.
            arguments.remove(QueuePlan.DELIVERY_LIMIT);
        } else if (clash.actual().equals("none")) {
            arguments.remove(clash.argument());
        } else if (arguments.get(clash.argument()) instanceof Number
                && clash.actual().matches("\\d{1,9}")) {
            arguments.put(clash.argument(), Integer.parseInt(clash.actual()));
        } else {
            arguments.put(clash.argument(), clash.actual());
        }
    }

    private static @Nullable String refused(Connection connection, String queue, Map<String, Object> arguments)
            throws IOException {
        Channel channel = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        try {
            channel.queueDeclare(queue, true, false, false, arguments);
            return null;
        } catch (IOException e) {
            if (RabbitErrors.code(e) == AMQP.PRECONDITION_FAILED) {
                return RabbitErrors.reason(e);
            }
            throw e;
        } finally {
            channel.abort();
        }
    }

    private static String advice(String queue, List<ArgumentClash> clashes) {
        StringBuilder text = new StringBuilder("is used as it is. It differs: ");
        for (ArgumentClash clash : clashes) {
            text.append(clash.argument())
                    .append(" is ")
                    .append(clash.actual())
                    .append(", wanted ")
                    .append(clash.wanted())
                    .append("; ");
        }
        return text.append("to have it as wanted, stop producers and consumers, let it run empty, ")
                .append("delete it (rabbitmqctl delete_queue ")
                .append(queue)
                .append(" --if-empty) and start again")
                .toString();
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
