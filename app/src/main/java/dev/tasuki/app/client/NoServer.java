package dev.tasuki.app.client;

import java.net.URI;

/** Nobody listens at the server's address, or the connection broke off. */
public final class NoServer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoServer(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    static NoServer nobodyAt(URI url, Throwable cause) {
        return new NoServer(
                "no server at " + url + ": start one with ./tasuki serve, or name another with --url", cause);
    }

    static NoServer unknownHost(URI url, Throwable cause) {
        return new NoServer(
                "no host is known by the name '" + url.getHost() + "'; name the server with --url, e.g. --url"
                        + " http://127.0.0.1:5000",
                cause);
    }

    static NoServer brokeOff(URI url, Throwable cause) {
        return new NoServer("the connection to " + url + " broke off: " + cause.getMessage(), cause);
    }
}
