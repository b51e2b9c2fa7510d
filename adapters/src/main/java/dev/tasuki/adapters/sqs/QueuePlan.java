package dev.tasuki.adapters.sqs;

import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What a queue of ours is called at SQS, and what it is made with.
 *
 * @param queue our name for it
 * @param name its name at SQS
 * @param use what it carries
 * @param fifo true for a FIFO queue
 */
record QueuePlan(String queue, String name, Use use, boolean fifo) {
    /** The largest body that SQS takes, attributes included. */
    static final int LARGEST_BYTES = 1 << 20;

    private static final int LONGEST_NAME = 80;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final String SUFFIX = ".fifo";
    private static final Duration LONGEST_RETENTION = Duration.ofDays(14);
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);

    /** What a queue carries. */
    enum Use {
        /** Tasks: kept long, moved to the dead letters when nobody can settle them. */
        TASKS,
        /** Requests, which are worthless after seconds. */
        REQUESTS,
        /** What was discarded. */
        DEAD_LETTERS,
        /** Replies to one process. */
        REPLIES
    }

    /**
     * The queue that has this name with us.
     *
     * @throws IllegalArgumentException if SQS can have no queue of that name
     */
    static QueuePlan of(SqsSettings settings, String queue) {
        boolean requests = queue.equals(TaskKind.PREDICT.queue());
        boolean fifo = settings.queueing().fifo() && !requests;
        return new QueuePlan(queue, name(settings, queue, "", fifo), requests ? Use.REQUESTS : Use.TASKS, fifo);
    }

    /** The dead letters of that queue. */
    static QueuePlan dead(SqsSettings settings, String queue) {
        boolean fifo = of(settings, queue).fifo();
        return new QueuePlan(queue, name(settings, queue, "-dead", fifo), Use.DEAD_LETTERS, fifo);
    }

    /** A queue for replies, by its name at SQS. */
    static QueuePlan replies(String name) {
        return new QueuePlan(name, name, Use.REPLIES, false);
    }

    private static String name(SqsSettings settings, String queue, String more, boolean fifo) {
        String name =
                settings.prefix() + "-" + queue.replace("-", "--").replace('.', '-') + more + (fifo ? SUFFIX : "");
        if (!NAME.matcher(queue).matches() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("the queue '" + queue + "' cannot have a name at SQS: at most "
                    + LONGEST_NAME + " letters, digits and . _ -, with the prefix");
        }
        return name;
    }

    /**
     * What it is made with, and what doctor compares.
     *
     * @param dead the ARN of its dead letters; null if it has none
     */
    Map<QueueAttributeName, String> attributes(SqsSettings settings, @Nullable String dead) {
        Map<QueueAttributeName, String> wanted = new EnumMap<>(QueueAttributeName.class);
        wanted.put(
                QueueAttributeName.VISIBILITY_TIMEOUT, seconds(settings.timing().visibility()));
        wanted.put(
                QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                seconds(settings.timing().poll()));
        wanted.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, seconds(retention()));
        wanted.put(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, Integer.toString(LARGEST_BYTES));
        if (fifo) {
            wanted.put(QueueAttributeName.FIFO_QUEUE, "true");
        }
        if (dead != null) {
            wanted.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    "{\"deadLetterTargetArn\":\"" + dead + "\",\"maxReceiveCount\":"
                            + settings.queueing().maxReceive() + "}");
        }
        String kms = settings.queueing().kms();
        if (kms == null) {
            wanted.put(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");
        } else {
            wanted.put(QueueAttributeName.KMS_MASTER_KEY_ID, kms);
        }
        return wanted;
    }

    private Duration retention() {
        return switch (use) {
            case TASKS, DEAD_LETTERS -> LONGEST_RETENTION;
            case REQUESTS, REPLIES -> SHORTEST_RETENTION;
        };
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }
}
