package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call as a client means it, whichever protocol it was sent by.
 *
 * @param args values in order, type marks taken off
 * @param kwargs values by name, type marks taken off
 * @param retries how often its sender had sent it before
 */
record Request(
        Sender sender, ArrayNode args, ObjectNode kwargs, Timing timing, Lineage lineage, int retries, Embed embed) {

    /**
     * Whom an answer goes to, and what it is about.
     *
     * @param task the name of what is called
     * @param replyTo empty if nobody listens
     * @param correlationId the id where the message has none
     * @param ignoreResult true if no state is to be stored or sent
     */
    record Sender(String id, String task, String replyTo, String correlationId, boolean ignoreResult) {}

    /**
     * When it may run, and for how long.
     *
     * @param eta not before this time; null is now
     * @param expires not at all after this time; null is never
     * @param hard after which it is ended; null if it may last
     * @param soft the same, told by another error
     */
    record Timing(
            @Nullable Instant eta,
            @Nullable Instant expires,
            @Nullable Duration hard,
            @Nullable Duration soft) {}

    /**
     * What it is part of.
     *
     * @param root the id of the first task of all; its own if it is that
     * @param parent the id of the task that sent it; null for a client
     * @param group the id of its group; null if it is in none
     * @param groupIndex its place there; null if it has none
     */
    record Lineage(
            String root,
            @Nullable String parent,
            @Nullable String group,
            @Nullable Integer groupIndex) {}
}
