package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code message} as one consumer process sees it. Throws
 * {@link dev.tasuki.core.task.Unavailable} while the database is away, and
 * {@link dev.tasuki.core.task.Corrupt} if it refuses a statement.
 *
 * @param owner names this process in the locks that it holds
 * @param dropped is told how many dead letters gave way to younger ones
 */
record MessageTable(Database database, String owner, IntConsumer dropped) {
    MessageTable(Database database, String owner) {
        this(database, owner, gone -> {});
    }

    /** How long a lock outlives the last sign of life of its owner. */
    static final Duration LOCK = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(MessageTable.class);
    private static final String UNREADABLE = "its headers are no JSON object of text";

    /** How long a reply without a deadline waits for somebody to read it. */
    private static final Duration REPLY_LIFE = Duration.ofHours(1);

    /** A message and the lock on it: valid while its row has this owner and this number of deliveries. */
    record Held(long id, int deliveries, Message message) {}

    void publish(Message message) {
        boolean mortal = message.deadline() == null && message.queue().startsWith(SqlBroker.REPLY_PREFIX);
        Long expiry = message.deadline() == null ? null : message.deadline().toEpochMilli();
        write(session -> {
            int rows = session.update(
                    mortal ? MessageSql.PUBLISH_FOR : MessageSql.PUBLISH,
                    message.queue(),
                    message.body(),
                    message.correlationId(),
                    message.replyTo(),
                    Json.write(message.headers()),
                    message.durable() ? 1 : 0,
                    mortal ? Long.valueOf(REPLY_LIFE.toMillis()) : expiry);
            QueueWatcher.announce(session, database.dialect(), message.queue());
            return rows;
        });
    }

    /**
     * Locks the next message of the queue and counts the delivery. Drops what has expired; what cannot
     * be read goes to the dead letters, or it would be the next one forever.
     */
    Optional<Held> take(String queue) {
        return write(session -> {
            while (true) {
                Optional<Candidate> next = session.first(MessageSql.NEXT, MessageTable::candidate, queue);
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                Candidate candidate = next.get();
                int deliveries = candidate.deliveries() + 1;
                Optional<Map<String, String>> headers = Json.readMap(candidate.headers());
                if (candidate.expired()) {
                    session.update(MessageSql.DROP, candidate.id(), candidate.deliveries());
                } else if (session.update(
                                MessageSql.LOCK, owner, LOCK.toMillis(), candidate.id(), candidate.deliveries())
                        == 0) {
                    continue;
                } else if (headers.isEmpty()) {
                    LOG.warn("message {} of {} goes to the dead letters: {}", candidate.id(), queue, UNREADABLE);
                    session.update(MessageSql.DISCARD, UNREADABLE, candidate.id(), owner, deliveries);
                    trim(session, queue);
                } else {
                    return Optional.of(new Held(
                            candidate.id(), deliveries, candidate.bare().withHeaders(headers.get())));
                }
            }
        });
    }

    /** Makes room for dead letters, if there are too many now: the oldest go. */
    private void trim(Session session, String queue) throws SQLException {
        Optional<Long> beyond =
                session.first(MessageSql.DEAD_BEYOND, row -> row.getLong(1), queue, Limits.DEAD_LETTERS.intValue());
        if (beyond.isPresent()) {
            int gone = session.update(MessageSql.DROP_DEAD_UP_TO, queue, beyond.get());
            LOG.warn(
                    "{} of the oldest dead letters of {} dropped: there is room for {}",
                    gone,
                    queue,
                    Limits.DEAD_LETTERS.text());
            dropped.accept(gone);
        }
    }

    /** False if the lock had lapsed: the settlement then changes nothing. */
    boolean settle(Held held, Settlement settlement) {
        return write(session -> switch (settlement) {
                    case Settlement.Accept ignored ->
                        session.update(MessageSql.ACCEPT, held.id(), owner, held.deliveries());
                    case Settlement.Requeue requeue ->
                        session.update(
                                MessageSql.GIVE_BACK, requeue.delay().toMillis(), held.id(), owner, held.deliveries());
                    case Settlement.Discard discard -> {
                        int rows = session.update(
                                MessageSql.DISCARD,
                                discard.reason().replace('\0', '\uFFFD'),
                                held.id(),
                                owner,
                                held.deliveries());
                        trim(session, held.message().queue());
                        yield rows;
                    }
                })
                == 1;
    }

    boolean anyReady(String queue) {
        try {
            return database.read(session ->
                    session.first(MessageSql.ANY_READY, row -> true, queue).isPresent());
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.BROKER_UNAVAILABLE, e);
        }
    }

    /** A sign of life: every lock of this process holds for {@link #LOCK} from now on. */
    void extendLocks() {
        write(session -> session.update(MessageSql.EXTEND, LOCK.toMillis(), owner));
    }

    void dropExpired() {
        write(session -> session.update(MessageSql.DROP_EXPIRED));
    }

    void dropQueue(String queue) {
        write(session -> session.update(MessageSql.DROP_QUEUE, queue));
    }

    QueueStatus status(String queue, int consumers) {
        try {
            return database.read(session -> session.first(
                            MessageSql.DEPTH,
                            row -> new QueueStatus(queue, row.getLong(1) - row.getLong(2), row.getLong(2), consumers),
                            queue)
                    .orElseThrow(() -> new SQLException("COUNT(*) without a row")));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.BROKER_UNAVAILABLE, e);
        }
    }

    int releaseLocks() {
        return write(session -> {
            session.update(MessageSql.DROP_REPLIES);
            return session.update(MessageSql.RELEASE);
        });
    }

    /** A message's body or its beginning; SQLite gives null for the beginning of an empty one. */
    static byte[] body(ResultSet row) throws SQLException {
        byte[] body = row.getBytes("body");
        return body == null ? new byte[0] : body;
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        long expiry = row.getLong("expires_at");
        Instant deadline = row.wasNull() ? null : Instant.ofEpochMilli(expiry);
        Message bare = new Message(
                row.getString("queue"),
                body(row),
                row.getString("correlation_id"),
                row.getString("reply_to"),
                deadline,
                row.getInt("durable") != 0,
                Map.of());
        return new Candidate(
                row.getLong("id"),
                row.getInt("deliveries"),
                row.getInt("expired") != 0,
                bare,
                row.getString("headers"));
    }

    private <T> T write(Unit<T> unit) {
        try {
            return database.write(unit);
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.BROKER_UNAVAILABLE, e);
        }
    }

    /** A row as it is before it is locked. */
    private record Candidate(long id, int deliveries, boolean expired, Message bare, String headers) {}
}
