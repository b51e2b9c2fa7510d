package dev.tasuki.server.problem;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses changes that another site's page sends through somebody's browser. Such a page could
 * otherwise start trainings on a server that listens on localhost only, as a plain form post needs
 * nobody's leave. Programs do not send the header that browsers send.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.LOWEST_PRECEDENCE)
final class SameSite {
    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        boolean changes = switch (request.getMethod()) {
            case GET, HEAD, OPTIONS, TRACE -> false;
            default -> true;
        };
        return changes && "cross-site".equals(request.getHeaders().get("Sec-Fetch-Site"))
                ? Problems.answer(HttpCode.CROSS_SITE, "a page of another site may not change anything here", request)
                : null;
    }
}
