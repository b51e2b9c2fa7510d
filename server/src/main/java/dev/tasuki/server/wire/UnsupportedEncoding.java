package dev.tasuki.server.wire;

/** The body's Content-Encoding is one that is not understood. */
public final class UnsupportedEncoding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedEncoding(String encoding) {
        super(
                "Content-Encoding '%s' is not understood; send gzip or none"
                        .formatted(encoding.length() > 40 ? encoding.substring(0, 40) + "…" : encoding),
                null,
                false,
                false);
    }

    /** What to tell the client. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
