package dev.tasuki.adapters.sqs;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which queues of SQS, where, and how they are used. Immutable; made from a URL by {@link #parse}. Credentials are no
 * setting: they come from the chain that every AWS client uses (environment, {@code ~/.aws}, web identity, container,
 * instance).
 *
 * @param prefix what the name of every queue begins with
 * @param place where the service is
 * @param queueing how the queues are made and checked
 * @param timing how long what may take
 * @param flow how much may be under way
 */
public record SqsSettings(String prefix, Place place, Queueing queueing, Timing timing, Flow flow) {
    /**
     * Where the service is.
     *
     * @param endpoint a server that is not Amazon's, or a private address of Amazon's; null for the region's own
     * @param region null leaves it to the environment and {@code ~/.aws/config}
     */
    public record Place(@Nullable URI endpoint, @Nullable String region) {}

    /**
     * How the queues are made and checked.
     *
     * @param create true makes a queue that is not there; false uses only what is there
     * @param strict true refuses a queue whose attributes are not those that it would be made with
     * @param fifo true for trainings over FIFO queues; requests and replies are over standard queues always
     * @param maxReceive after this many deliveries SQS moves a message to the dead letters, 1 to 1000
     * @param kms the alias or id of the key that encrypts; null for the key of SQS itself
     */
    public record Queueing(
            boolean create,
            boolean strict,
            boolean fifo,
            int maxReceive,
            @Nullable String kms) {}

    /**
     * How long what may take.
     *
     * @param visibility how long a delivery is ours without a sign of life, 10 s to 1 h
     * @param poll how long SQS waits for a message before it answers that there is none, 0 s to 20 s
     * @param replyIdle how long a reply queue may be without a sign of life before it is removed, 1 minute or more
     */
    public record Timing(Duration visibility, Duration poll, Duration replyIdle) {
        /** 60 s, 20 s, 30 minutes. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofMinutes(30));
    }

    /**
     * How much may be under way.
     *
     * @param inFlight messages that are sent and not answered for yet; beyond that publishing refuses
     * @param predictPrefetch how many requests more than there are free workers are read ahead
     */
    public record Flow(int inFlight, int predictPrefetch) {
        /** 1000 and 10. */
        public static final Flow DEFAULT = new Flow(1000, 10);
    }

    /**
     * Reads {@code sqs://PREFIX?parameters}. Parameters: {@code region}, {@code endpoint}, {@code create},
     * {@code strict_queues}, {@code fifo}, {@code visibility} and {@code poll} in seconds, {@code max_receive},
     * {@code kms}, {@code max_in_flight}, {@code predict_prefetch}, {@code reply_idle} in minutes. Of the variables,
     * AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL, AWS_REGION and AWS_DEFAULT_REGION fill in what the URL leaves open.
     *
     * @throws IllegalArgumentException with every problem of the URL
     */
    public static SqsSettings parse(String url, Map<String, String> variables) {
        return new SqsUrl(url, variables).settings();
    }

    /** What a person calls this place. */
    String where() {
        if (place.endpoint() != null) {
            return "SQS at " + place.endpoint();
        }
        return place.region() == null ? "Amazon SQS" : "Amazon SQS in " + place.region();
    }
}
