package dev.tasuki.adapters.sqs;

import dev.tasuki.core.task.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the reply queues of processes that died: their owners note the time on them, and a queue whose note is old has
 * no owner any more. Thread-safe.
 */
final class ReplySweeper {
    private static final Logger LOG = LoggerFactory.getLogger(ReplySweeper.class);
    private static final String KIND = "tasuki";
    private static final String REPLY = "reply";
    /** Tag with the seconds since 1970 at which the owner gave its last sign of life. */
    static final String SEEN = "tasuki-seen";

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final SqsClients clients;
    private final InstantSource clock;

    ReplySweeper(SqsClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** What tells that a queue is one for replies, and that its owner lived then. */
    static Map<String, String> tags(Instant now) {
        return Map.of(KIND, REPLY, SEEN, Long.toString(now.getEpochSecond()));
    }

    /** A sign of life for a queue of this process. */
    void refresh(SqsQueues.Target own) {
        try {
            clients.call(
                    Action.TAG,
                    own.name(),
                    () -> clients.calls().tagQueue(r -> r.queueUrl(own.url()).tags(tags(clock.instant()))));
        } catch (Refusal e) {
            LOG.warn("no sign of life for the reply queue {} could be given: {}", own.name(), e.detail());
        }
    }

    /** Removes what is there without an owner; one that cannot be looked at or removed waits for the next time. */
    void sweep() {
        String prefix = ReplyMailbox.prefix(clients.settings());
        try {
            List<String> urls =
                    clients.call(
                            Action.LIST,
                            prefix + "*",
                            () -> clients
                                    .calls()
                                    .listQueuesPaginator(
                                            r -> r.queueNamePrefix(prefix).maxResults(1_000))
                                    .queueUrls()
                                    .stream()
                                    .toList());
            for (String url : urls) {
                String name = url.substring(url.lastIndexOf('/') + 1);
                if (name.startsWith(prefix)
                        && UUID.matcher(name.substring(prefix.length())).matches()) {
                    sweep(name, url);
                }
            }
        } catch (Refusal e) {
            LOG.warn("reply queues are swept later: {}", e.detail());
        }
    }

    private void sweep(String name, String url) {
        try {
            Map<String, String> tags = clients.call(
                    Action.TAGS,
                    name,
                    () -> clients.calls().listQueueTags(r -> r.queueUrl(url)).tags());
            if (idle(tags)) {
                clients.call(Action.REMOVE, name, () -> clients.calls().deleteQueue(r -> r.queueUrl(url)));
                clients.metrics().happened(SqsMetrics.Event.REPLY_QUEUES_SWEPT);
                LOG.info("reply queue {} removed, its process is gone", name);
            }
        } catch (Refusal e) {
            LOG.debug("reply queue {} is left for the next time: {}", name, e.detail());
        }
    }

    private boolean idle(Map<String, String> tags) {
        String seen = tags.getOrDefault(SEEN, "");
        return REPLY.equals(tags.get(KIND))
                && seen.matches("\\d{1,12}")
                && Instant.ofEpochSecond(Long.parseLong(seen))
                        .plus(clients.settings().timing().replyIdle())
                        .isBefore(clock.instant());
    }
}
