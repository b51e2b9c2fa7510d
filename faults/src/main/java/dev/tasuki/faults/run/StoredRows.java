package dev.tasuki.faults.run;

import dev.tasuki.faults.history.Event;
import dev.tasuki.testservers.RabbitServer;
import java.util.List;

/**
 * The result store's rows, and the broker's messages, read past the program, by the servers' own means.
 * Each call has a connection of its own.
 */
interface StoredRows extends StoredMessages {
    /** Rows and messages in one database. */
    static StoredRows sql(String url) {
        return new StoredSqlRows(url, null);
    }

    /** Rows in a database, messages with RabbitMQ. */
    static StoredRows beside(String url, RabbitServer rabbit) {
        return new StoredSqlRows(url, rabbit);
    }

    /** All rows, as they are now. */
    List<Event.Row> all(long at);

    /** Rows that have not ended. */
    long unfinished();

    /** Rows that have ended with a model. */
    long completed();

    /** Rows that wait and say that the broker has their message. */
    long published();
}
