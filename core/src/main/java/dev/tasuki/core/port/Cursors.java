package dev.tasuki.core.port;

import java.util.OptionalLong;

/**
 * Up to which version of the {@link ChangeLog} a reader has come that must miss nothing, whichever process reads for
 * it. Durable when a method returns. Safe for any number of threads and processes. A store that cannot be reached
 * throws {@link dev.tasuki.core.task.Unavailable}.
 *
 * <p>A reader that passes each change on at least once, and in order:
 *
 * <pre>{@code
 * long from = cursors.of("webhooks").orElseThrow();
 * ChangePage page = log.since(from, 500);
 * passOn(page.changes());
 * boolean mine = cursors.move("webhooks", from, page.upTo());
 * }</pre>
 */
public interface Cursors {
    /** Where the reader is; empty if it never began. */
    OptionalLong of(String reader);

    /** Lets the reader begin after this version; does nothing if it has begun before. */
    void begin(String reader, long version);

    /** Moves the reader on; false if it is not at {@code from}, as another process has moved it. */
    boolean move(String reader, long from, long to);
}
