package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tasuki.adapters.amqp.Connections;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.core.task.TaskKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Compares the queues and the exchange that are wanted with those that are there. It declares nothing
 * that is not there: only what exists is declared again, which the broker answers by saying what
 * differs.
 */
public final class RabbitTopology {
    /** The password in {@code deploy/definitions.json} until it came without a user. */
    private static final String PUBLISHED = "tasuki";

    private final RabbitSettings settings;

    public RabbitTopology(RabbitSettings settings) {
        this.settings = settings;
    }

    /**
     * What was found about a queue or the exchange.
     *
     * @param name its name
     * @param state how it compares
     * @param detail what is there, and what is wanted where that differs
     * @param remedy how to mend it, with the command; empty where nothing need be done
     */
    public record Finding(String name, State state, String detail, String remedy) {}

    /** How something compares with what is wanted. */
    public enum State {
        /** Just as we would declare it. */
        AS_WANTED,
        /** Not there; it is declared when it is first used. */
        MISSING,
        /** There with other arguments: it works, and lacks what the detail says. */
        DIFFERENT,
        /** It cannot be used. */
        UNUSABLE
    }

    /**
     * What is to be said of how one logs in: a password that everybody knows is no password; empty if
     * nothing. Asks nobody.
     */
    public Optional<Finding> login() {
        String mend = "give the user another one (deploy/rabbitmq-user.sh, or rabbitmqctl change_password "
                + settings.user() + ") and name it in the broker's URL";
        if (settings.password().equals(PUBLISHED)) {
            return Optional.of(new Finding(
                    "user " + settings.user(),
                    State.UNUSABLE,
                    "has the password that earlier versions of deploy/definitions.json came with: everybody knows it",
                    mend));
        }
        boolean usual = settings.user().equals("guest") && settings.password().equals("guest");
        boolean local = settings.addresses().stream().allMatch(RabbitTopology::loopback);
        return usual && !local
                ? Optional.of(new Finding("user guest", State.DIFFERENT, "has the password that everybody knows", mend))
                : Optional.empty();
    }

    private static boolean loopback(Address address) {
        String host = address.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /**
     * How a person takes the message at the head of a queue away, if it breaks whatever receives it and
     * cannot be read; needs the broker's management plugin, which asks the broker by another way.
     */
    public String removalOfHead(String queue) {
        String where = settings.virtualHost().equals("/") ? "" : " --vhost=" + settings.virtualHost();
        return "rabbitmqadmin" + where + " get queue=" + queue + " ackmode=ack_requeue_false count=1";
    }

    /**
     * Looks at the queues of every kind of task, at their dead letters, and at the exchange for events.
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
            findings.add(exchange(connection));
            return findings;
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw RabbitErrors.refusal("look at the queues of " + settings.where(), e);
        }
    }

    private Finding compare(Connection connection, QueuePlan plan) throws IOException {
        try {
            if (!Queues.exists(connection, plan.queue())) {
                return new Finding(
                        plan.queue(),
                        State.MISSING,
                        "not there yet; declared at first use with " + plan.described(),
                        "");
            }
        } catch (IOException e) {
            return unusable(plan.queue(), e);
        }
        List<ArgumentClash> clashes = QueueComparison.clashes(connection, plan);
        if (clashes.isEmpty()) {
            return new Finding(plan.queue(), State.AS_WANTED, "as wanted: " + plan.described(), "");
        }
        String differences = QueueComparison.sentence(clashes);
        String mend = QueueComparison.mend(plan.queue(), settings.virtualHost());
        return settings.strictQueues()
                ? new Finding(
                        plan.queue(),
                        State.UNUSABLE,
                        "refused because of strict_queues: " + differences,
                        mend + "; or leave strict_queues off")
                : new Finding(plan.queue(), State.DIFFERENT, "is used as it is, though " + differences, mend);
    }

    private Finding exchange(Connection connection) throws IOException {
        String name = RabbitEvents.EXCHANGE;
        try {
            onSession(connection, session -> session.exchangeDeclarePassive(name));
        } catch (IOException e) {
            return RabbitErrors.code(e) == AMQP.NOT_FOUND
                    ? new Finding(name, State.MISSING, "not there yet; declared at the first start", "")
                    : unusable(name, e);
        }
        try {
            onSession(connection, session -> session.exchangeDeclare(name, BuiltinExchangeType.TOPIC, true));
            return new Finding(name, State.AS_WANTED, "as wanted: durable, routes by patterns", "");
        } catch (IOException e) {
            if (RabbitErrors.code(e) != AMQP.PRECONDITION_FAILED) {
                return unusable(name, e);
            }
            ArgumentClash clash = ArgumentClash.of(name, RabbitErrors.reason(e));
            return new Finding(
                    name,
                    State.UNUSABLE,
                    "no events are announced: " + QueueComparison.sentence(List.of(clash)),
                    "delete the exchange (rabbitmqadmin --vhost=" + settings.virtualHost() + " delete exchange name="
                            + name + ") and start again; trainings and predictions do not need it");
        }
    }

    /** Does something that, refused, closes the session it was done on. */
    private static void onSession(Connection connection, Step step) throws IOException {
        Channel session = connection.openChannel().orElseThrow(() -> new IOException("no session left"));
        try {
            step.run(session);
        } finally {
            session.abort();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run(Channel session) throws IOException;
    }

    private static Finding unusable(String name, IOException e) throws IOException {
        if (RabbitErrors.code(e) == 0) {
            throw e;
        }
        return new Finding(name, State.UNUSABLE, RabbitErrors.reason(e), remedy(e));
    }

    private static String remedy(IOException e) {
        return switch (RabbitErrors.code(e)) {
            case AMQP.RESOURCE_LOCKED ->
                "another connection holds the queue for itself: stop that program, or have it declare the queue "
                        + "without exclusive";
            case AMQP.ACCESS_REFUSED ->
                "give the user the right to configure, write and read it (rabbitmqctl set_permissions)";
            default -> "see the broker's log";
        };
    }
}
