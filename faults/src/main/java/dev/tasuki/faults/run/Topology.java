package dev.tasuki.faults.run;

import java.util.List;

/** Which processes a deployment has, and what they use. */
public enum Topology {
    /** One process and a directory. */
    SQLITE("serve"),
    /** Producer and consumers that share a directory. */
    SQLITE_SHARED("producer", "consumer-1", "consumer-2"),
    /** PostgreSQL is result store and broker; a directory holds the objects. */
    POSTGRES("producer", "consumer-1", "consumer-2"),
    /** MariaDB is result store and broker; a directory holds the objects. */
    MARIADB("producer", "consumer-1", "consumer-2"),
    /** Redis is result store and broker; a directory holds the objects. */
    REDIS("producer", "consumer-1", "consumer-2"),
    /** Redis without a log of its writes is the broker, PostgreSQL the result store; a directory holds the objects. */
    REDIS_QUEUES("producer", "consumer-1", "consumer-2"),
    /** A server of SQS' protocol that keeps nothing is the broker, PostgreSQL the result store; a directory holds the objects. */
    SQS("producer", "consumer-1", "consumer-2"),
    /** RabbitMQ, PostgreSQL and a store that speaks S3. */
    RABBIT("producer", "consumer-1", "consumer-2");

    private final List<String> members;

    Topology(String... members) {
        this.members = List.of(members);
    }

    /** Our processes; the first one listens. */
    List<String> members() {
        return members;
    }
}
