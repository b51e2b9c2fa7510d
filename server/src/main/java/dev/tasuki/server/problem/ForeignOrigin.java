package dev.tasuki.server.problem;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Puts words to the framework's refusal of a page from elsewhere that asks a server at localhost. It
 * comes without a body, and also meets who sits behind a proxy that leaves the Host header out.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class ForeignOrigin {
    private static final int SHOWN = 60;

    @ResponseFilter
    @Nullable
    HttpResponse<?> explain(HttpRequest<?> request, HttpResponse<?> response) {
        String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
        if (origin == null
                || response.code() != HttpStatus.FORBIDDEN.getCode()
                || response.getBody().isPresent()) {
            return null;
        }
        String shown = origin.length() <= SHOWN ? origin : origin.substring(0, SHOWN) + "…";
        String detail =
                "a page of '" + shown + "' may not use a server at localhost; if that page is this server's own,"
                        + " behind a proxy, let the proxy pass the Host header on";
        return Problems.answer(HttpCode.CROSS_SITE, detail, request);
    }
}
