package dev.tasuki.server.wire;

import dev.tasuki.core.base.Json;

/**
 * A whole JSON body and the memory that it takes of the process's budget; closed once the request has been
 * answered.
 */
public final class Body implements AutoCloseable {
    private final byte[] bytes;
    private final BodyBudget.Share share;

    Body(byte[] bytes, BodyBudget.Share share) {
        this.bytes = bytes;
        this.share = share;
    }

    /** As they came, un-zipped; not copied. */
    public byte[] bytes() {
        return bytes;
    }

    /** True if the request has none. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Takes what a tree of it may take on top; throws {@code too_busy} if there is no room for that. */
    void weigh() {
        share.take(Json.weight(bytes));
    }

    @Override
    public void close() {
        share.close();
    }
}
