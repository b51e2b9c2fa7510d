package dev.tasuki.server.problem;

import io.micronaut.http.HttpStatus;
import java.util.Locale;

/**
 * Reasons for refusing a request before any use case sees it; they add to
 * {@link dev.tasuki.core.task.RefusalCode} and are as stable.
 */
public enum HttpCode {
    /** The request line or a header cannot be read. */
    BAD_REQUEST(HttpStatus.BAD_REQUEST),
    /** The Host header names another server. */
    MISDIRECTED(HttpStatus.MISDIRECTED_REQUEST),
    /** A browser sent it on behalf of another site. */
    CROSS_SITE(HttpStatus.FORBIDDEN),
    ROUTE_NOT_FOUND(HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    /** Events after the version that was named have been removed from the log. */
    EVENTS_GONE(HttpStatus.GONE),
    /** The body is of a type or in a charset that the route does not read. */
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    /** The request line is longer than the request line and headers may be together. */
    URI_TOO_LONG(HttpStatus.REQUEST_URI_TOO_LONG),
    /** The headers are too many or too long. */
    HEADERS_TOO_LARGE(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    /** The request came too slowly. */
    REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT),
    /** A large body where none is read. */
    BODY_NOT_WANTED(HttpStatus.REQUEST_ENTITY_TOO_LARGE),
    /** A method or Transfer-Encoding that is not known here. */
    NOT_IMPLEMENTED(HttpStatus.NOT_IMPLEMENTED),
    VERSION_NOT_SUPPORTED(HttpStatus.HTTP_VERSION_NOT_SUPPORTED),
    /** The body's Content-Encoding is neither gzip nor identity. */
    UNSUPPORTED_ENCODING(HttpStatus.UNSUPPORTED_MEDIA_TYPE);

    private final HttpStatus status;

    HttpCode(HttpStatus status) {
        this.status = status;
    }

    public HttpStatus status() {
        return status;
    }

    /** The stable spelling: lower case with underscores. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
