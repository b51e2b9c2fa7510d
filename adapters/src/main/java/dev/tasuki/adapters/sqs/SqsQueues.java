package dev.tasuki.adapters.sqs;

import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;

/**
 * Finds queues and makes those that are not there. A queue that is there is used as it is; with
 * {@code strict_queues=true} one that differs is refused. Thread-safe.
 */
final class SqsQueues {
    private static final Logger LOG = LoggerFactory.getLogger(SqsQueues.class);
    /** SQS asks for this much before a new queue is used. */
    static final Duration UNTIL_A_NEW_QUEUE_WORKS = Duration.ofSeconds(1);
    /** Reply queues of other processes whose addresses are remembered. */
    private static final int MOST_REPLY_QUEUES = 10_000;

    private final SqsClients clients;
    private final SqsSettings settings;
    private final Duration pause;
    private final Map<String, Target> known = new ConcurrentHashMap<>();
    private final ReentrantLock making = new ReentrantLock();
    private final Map<String, Target> replyQueues = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Target> eldest) {
            return size() > MOST_REPLY_QUEUES;
        }
    };

    /**
     * None known yet.
     *
     * @param pause how long a new queue is left alone before it is used
     */
    SqsQueues(SqsClients clients, Duration pause) {
        this.clients = clients;
        this.settings = clients.settings();
        this.pause = pause;
    }

    /**
     * A queue that is there.
     *
     * @param plan what it is to us
     * @param url where calls about it go
     * @param largest how many bytes it takes, attributes included
     */
    record Target(QueuePlan plan, String url, int largest) {
        String queue() {
            return plan.queue();
        }

        String name() {
            return plan.name();
        }
    }

    /** The queue of this name; made if it is not there and may be made. */
    Target of(String queue) {
        return findOrMake(plan(queue));
    }

    /** The queue of the dead letters of that queue; made if it is not there and may be made. */
    Target dead(String queue) {
        plan(queue);
        return findOrMake(QueuePlan.dead(settings, queue));
    }

    /** The queue of this name, if it is there. */
    Optional<Target> find(QueuePlan plan) {
        Target target = known.get(plan.name());
        if (target != null) {
            return Optional.of(target);
        }
        Optional<Target> found = url(plan).map(url -> target(plan, url));
        found.ifPresent(there -> known.put(plan.name(), there));
        return found;
    }

    /** A reply queue of any process, by its name at SQS, if it is there. */
    Optional<Target> replies(String name) {
        synchronized (replyQueues) {
            Target target = replyQueues.get(name);
            if (target != null) {
                return Optional.of(target);
            }
        }
        QueuePlan plan = QueuePlan.replies(name);
        Optional<Target> found = url(plan).map(url -> new Target(plan, url, QueuePlan.LARGEST_BYTES));
        synchronized (replyQueues) {
            found.ifPresent(there -> replyQueues.put(name, there));
        }
        return found;
    }

    /** Makes a reply queue with these tags. */
    Target makeReplies(String name, Map<String, String> tags) {
        QueuePlan plan = QueuePlan.replies(name);
        return make(plan, null, tags).orElseThrow(() -> clients.errors().absent(name, null));
    }

    /** Has the queue looked up again: somebody deleted it. */
    void forget(Target target) {
        known.remove(target.name(), target);
        synchronized (replyQueues) {
            replyQueues.remove(target.name());
        }
    }

    /** The queues that this process has used, dead letters left out. */
    List<Target> used() {
        return known.values().stream()
                .filter(target -> target.plan().use() != QueuePlan.Use.DEAD_LETTERS)
                .toList();
    }

    /** These attributes of the queue. */
    Map<QueueAttributeName, String> attributes(Target target, QueueAttributeName... names) {
        return clients.call(
                Action.LOOK,
                target.name(),
                () -> clients.calls()
                        .getQueueAttributes(r -> r.queueUrl(target.url()).attributeNames(names))
                        .attributes());
    }

    /** How many messages the queue has, in hand or not, as SQS counts. */
    long messages(Target target) {
        QueueAttributeName[] counts = {
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE
        };
        Map<QueueAttributeName, String> seen = attributes(target, counts);
        return Stream.of(counts).mapToLong(name -> SqsStatus.number(seen, name)).sum();
    }

    private QueuePlan plan(String queue) {
        try {
            return QueuePlan.of(settings, queue);
        } catch (IllegalArgumentException e) {
            throw clients.errors().unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private Target findOrMake(QueuePlan plan) {
        Target target = known.get(plan.name());
        if (target != null) {
            return target;
        }
        making.lock();
        try {
            return find(plan).orElseGet(() -> {
                if (!settings.queueing().create()) {
                    throw clients.errors().absent(plan.name(), null);
                }
                Optional<Target> made = make(plan, deadLetters(plan), Map.of());
                made.ifPresent(there -> known.put(plan.name(), there));
                // What another process made at the same moment may differ, and is looked at as any that is there.
                return made.or(() -> find(plan))
                        .orElseThrow(() -> clients.errors().absent(plan.name(), null));
            });
        } finally {
            making.unlock();
        }
    }

    /** The ARN of where SQS puts what nobody can settle; null if the queue has no such place. */
    private @Nullable String deadLetters(QueuePlan plan) {
        if (plan.use() != QueuePlan.Use.TASKS) {
            return null;
        }
        Target dead = findOrMake(QueuePlan.dead(settings, plan.queue()));
        return attributes(dead, QueueAttributeName.QUEUE_ARN).get(QueueAttributeName.QUEUE_ARN);
    }

    private Optional<String> url(QueuePlan plan) {
        return clients.call(Action.FIND, plan.name(), () -> {
            try {
                return Optional.of(clients.calls()
                        .getQueueUrl(r -> r.queueName(plan.name()))
                        .queueUrl());
            } catch (QueueDoesNotExistException e) {
                return Optional.empty();
            }
        });
    }

    /** Empty if another process made it at the same moment, with attributes of its own. */
    private Optional<Target> make(QueuePlan plan, @Nullable String dead, Map<String, String> tags) {
        Optional<String> url = clients.call(Action.MAKE, plan.name(), () -> {
            try {
                return Optional.of(clients.calls()
                        .createQueue(r -> r.queueName(plan.name())
                                .attributes(plan.attributes(settings, dead))
                                .tags(tags))
                        .queueUrl());
            } catch (QueueNameExistsException e) {
                return Optional.empty();
            }
        });
        if (url.isPresent()) {
            LOG.info("queue {} made at {}", plan.name(), settings.where());
            LockSupport.parkNanos(pause.toNanos());
        }
        return url.map(made -> new Target(plan, made, QueuePlan.LARGEST_BYTES));
    }

    private Target target(QueuePlan plan, String url) {
        Target target = new Target(plan, url, QueuePlan.LARGEST_BYTES);
        Map<QueueAttributeName, String> seen = attributes(target, QueueAttributeName.ALL);
        List<String> differences = differences(plan, seen);
        if (settings.queueing().strict() && !differences.isEmpty()) {
            throw wrong(plan, differences);
        }
        String largest = seen.getOrDefault(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "");
        return largest.matches("\\d{1,8}") ? new Target(plan, url, Integer.parseInt(largest)) : target;
    }

    private Unavailable wrong(QueuePlan plan, List<String> differences) {
        return clients.errors()
                .unavailable(
                        "the queue " + plan.name() + " has other attributes than strict_queues=true allows: "
                                + String.join("; ", differences) + "; change them, or leave strict_queues out",
                        null);
    }

    /** What differs from how the queue would be made, each completing a sentence about it. */
    List<String> differences(QueuePlan plan, Map<QueueAttributeName, String> seen) {
        List<String> differences = new ArrayList<>();
        plan.attributes(settings, null).forEach((name, wanted) -> {
            String has = seen.getOrDefault(name, "not set");
            if (!wanted.equals(has)) {
                differences.add(name + " is " + has + ", wanted is " + wanted);
            }
        });
        boolean redrives = seen.containsKey(QueueAttributeName.REDRIVE_POLICY);
        if (plan.use() == QueuePlan.Use.TASKS && !redrives) {
            differences.add("it has no RedrivePolicy, wanted are dead letters in "
                    + QueuePlan.dead(settings, plan.queue()).name());
        }
        return differences;
    }
}
