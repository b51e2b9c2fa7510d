package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tasuki.adapters.amqp.RabbitErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In what a queue that exists differs from its plan. AMQP has no question for that; but declaring an
 * existing queue changes nothing, and is refused with the name of one argument that differs.
 */
final class QueueComparison {
    private static final String NONE = "none";

    private QueueComparison() {}

    /** Gives in on each difference that the broker names, until it has no more. */
    static List<ArgumentClash> clashes(Connection connection, QueuePlan plan) throws IOException {
        List<ArgumentClash> clashes = new ArrayList<>();
        Map<String, Object> arguments = new HashMap<>(plan.arguments());
        for (int left = plan.arguments().size() + 1; left > 0; left--) {
            String words = refusal(connection, plan.queue(), arguments);
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
            arguments.put(QueuePlan.TYPE, clash.actual());
            // A classic queue takes no limit; not having one is part of being classic.
            arguments.remove(QueuePlan.DELIVERY_LIMIT);
        } else if (clash.actual().equals(NONE)) {
            arguments.remove(clash.argument());
        } else if (arguments.get(clash.argument()) instanceof Number
                && clash.actual().matches("\\d{1,9}")) {
            arguments.put(clash.argument(), Integer.parseInt(clash.actual()));
        } else {
            arguments.put(clash.argument(), clash.actual());
        }
    }

    private static @Nullable String refusal(Connection connection, String queue, Map<String, Object> arguments)
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

    /** What differs, in one line. */
    static String sentence(List<ArgumentClash> clashes) {
        StringBuilder text = new StringBuilder();
        for (ArgumentClash clash : clashes) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(clash.argument())
                    .append(" is ")
                    .append(shown(clash.actual()))
                    .append(" and ")
                    .append(shown(clash.wanted()))
                    .append(" is wanted");
        }
        return text.toString();
    }

    private static String shown(String value) {
        return value.isEmpty() ? "''" : value;
    }

    /** What a person can do to get the queue as wanted. */
    static String mend(String queue, String virtualHost) {
        String where = virtualHost.equals("/") ? "" : " --vhost " + virtualHost;
        return "stop producers, let it run empty, stop consumers, delete it (rabbitmqctl delete_queue " + queue
                + " --if-empty" + where + ") and start again";
    }
}
