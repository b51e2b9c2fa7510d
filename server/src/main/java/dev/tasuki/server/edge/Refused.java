package dev.tasuki.server.edge;

import dev.tasuki.server.problem.HttpCode;

/** A request that goes no further than the connection it came on, which is closed after the answer. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final HttpCode code;
    private final String detail;

    Refused(HttpCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
    }

    HttpCode code() {
        return code;
    }

    String detail() {
        return detail;
    }
}
