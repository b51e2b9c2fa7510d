package dev.tasuki.server;

import java.net.BindException;

/** The requested address cannot be listened on; the message is one sentence for a person. */
public final class CannotListen extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean inUse;

    private CannotListen(String message, boolean inUse, Throwable cause) {
        super(message, cause);
        this.inUse = inUse;
    }

    /** Says which address it was and what to do about it. */
    static CannotListen because(HttpSettings settings, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        boolean inUse = cause instanceof BindException && reason.contains("in use");
        String advice = inUse
                ? "the port is in use; stop the program that listens there or choose another port"
                : reason.contains("ermission denied")
                        ? "this user may not listen on that port; choose one above 1023"
                        : "the address is not one of this machine; 127.0.0.1 (local) and 0.0.0.0 (all) always are";
        return new CannotListen(
                "cannot listen on %s:%d: %s".formatted(settings.host(), settings.port(), advice), inUse, cause);
    }

    /** True if another program listens there. */
    public boolean inUse() {
        return inUse;
    }
}
