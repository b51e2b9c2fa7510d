package dev.tasuki.adapters.sql;

/**
 * Every statement about messages. A consumer holds a message while {@code owner} names it and
 * {@code visible_at} lies ahead; the number of the delivery stands in each WHERE, so that a consumer
 * whose lock has lapsed settles nothing any more.
 */
final class MessageSql {
    static final String PUBLISH = """
            INSERT INTO message (queue, body, correlation_id, reply_to, headers, durable, visible_at, expires_at,
              deliveries)
            VALUES (?, ?, ?, ?, ?, ?, {now}, ?, 0)""";

    /** For replies without a deadline: their reader may be gone. */
    static final String PUBLISH_FOR = """
            INSERT INTO message (queue, body, correlation_id, reply_to, headers, durable, visible_at, expires_at,
              deliveries)
            VALUES (?, ?, ?, ?, ?, ?, {now}, {now} + ?, 0)""";

    static final String NEXT = """
            SELECT id, queue, body, correlation_id, reply_to, headers, durable, expires_at, visible_at, deliveries,
              CASE WHEN expires_at <= {now} THEN 1 ELSE 0 END AS expired
            FROM message WHERE queue = ? AND visible_at <= {now} ORDER BY visible_at, id LIMIT 1{skip locked}""";

    static final String ANY_READY =
            "SELECT 1 FROM message WHERE queue = ? AND visible_at <= {now} ORDER BY visible_at, id LIMIT 1";

    static final String LOCK = "UPDATE message SET owner = ?, deliveries = deliveries + 1, visible_at = {now} + ?"
            + " WHERE id = ? AND deliveries = ? AND visible_at <= {now}";

    static final String EXTEND = "UPDATE message SET visible_at = {now} + ? WHERE owner = ? AND dead_at IS NULL";

    private static final String HELD = " WHERE id = ? AND owner = ? AND deliveries = ?";

    static final String ACCEPT = "DELETE FROM message" + HELD;

    static final String GIVE_BACK = "UPDATE message SET owner = NULL, visible_at = {now} + ?" + HELD;

    static final String DISCARD = "UPDATE message SET owner = NULL, dead_at = {now}, reason = ?,"
            + " visible_at = 9223372036854775807, expires_at = NULL" + HELD;

    static final String DROP = "DELETE FROM message WHERE id = ? AND deliveries = ?";

    static final String DROP_EXPIRED =
            "DELETE FROM message WHERE expires_at <= {now} AND owner IS NULL AND dead_at IS NULL";

    static final String DROP_QUEUE = "DELETE FROM message WHERE queue = ?";

    static final String DEPTH = "SELECT COUNT(*), COUNT(owner) FROM message WHERE queue = ? AND dead_at IS NULL";

    static final String RELEASE = "UPDATE message SET owner = NULL, visible_at = {now} WHERE owner IS NOT NULL";

    static final String DROP_REPLIES = "DELETE FROM message WHERE queue LIKE 'reply.%'";

    /** Of bodies a little more than is shown. */
    static final String DEAD_LETTERS = "SELECT id, queue, SUBSTR(body, 1, ?) AS body, LENGTH(body) AS size,"
            + " correlation_id, reason, dead_at FROM message"
            + " WHERE queue = ? AND dead_at IS NOT NULL ORDER BY id LIMIT ?";

    static final String DEAD_IDS = "SELECT id FROM message WHERE queue = ? AND dead_at IS NOT NULL ORDER BY id LIMIT ?";

    /** Dead letters stand where no time comes to, which the index on the next message finds. */
    private static final String DEAD = " WHERE queue = ? AND visible_at = 9223372036854775807 AND dead_at IS NOT NULL";

    static final String DEAD_COUNT = "SELECT COUNT(*) FROM message" + DEAD;

    /** The youngest that is one too many. */
    static final String DEAD_BEYOND = "SELECT id FROM message" + DEAD + " ORDER BY id DESC LIMIT 1 OFFSET ?";

    static final String DROP_DEAD_UP_TO = "DELETE FROM message" + DEAD + " AND id <= ?";

    static final String REVIVE = "UPDATE message SET dead_at = NULL, reason = NULL, reply_to = NULL, deliveries = 0,"
            + " visible_at = {now} WHERE queue = ? AND id = ? AND dead_at IS NOT NULL";

    static final String REVIVE_AS = "UPDATE message SET dead_at = NULL, reason = NULL, reply_to = NULL,"
            + " deliveries = 0, visible_at = {now}, body = ? WHERE queue = ? AND id = ? AND dead_at IS NOT NULL";

    static final String DROP_DEAD_LETTER = "DELETE FROM message WHERE queue = ? AND id = ? AND dead_at IS NOT NULL";

    private MessageSql() {}
}
