package dev.tasuki.core.port;

import java.util.List;

/**
 * How the broker is, as seen from this process.
 *
 * @param connected false while there is no connection
 * @param detail one line for a person
 * @param queues the queues this process uses
 */
public record BrokerStatus(boolean connected, String detail, List<QueueStatus> queues) {
    public BrokerStatus {
        queues = List.copyOf(queues);
    }

    /**
     * One queue.
     *
     * @param ready messages that wait
     * @param unsettled messages in consumers' hands, -1 if the broker does not say
     * @param consumers subscriptions, of all processes where the broker tells, else of this one
     */
    public record QueueStatus(String queue, long ready, long unsettled, int consumers) {}
}
