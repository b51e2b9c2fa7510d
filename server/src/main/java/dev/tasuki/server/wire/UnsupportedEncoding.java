package dev.tasuki.server.wire;

import dev.tasuki.core.task.Shown;

/** The body's Content-Encoding is one that is not understood. */
public final class UnsupportedEncoding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedEncoding(String encoding) {
        super(
                "Content-Encoding '%s' is not understood; send gzip or none".formatted(Shown.of(encoding, 40)),
                null,
                false,
                false);
    }

    /** What to tell the client. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
