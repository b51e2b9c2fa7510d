package dev.tasuki.server.wire;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies every {@link RequestRule}. One filter for all: a filter of its own costs a request more than most rules do. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class RequestRules {
    private final RequestRule[] rules;

    RequestRules(List<RequestRule> rules) {
        this.rules = rules.toArray(RequestRule[]::new);
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        for (RequestRule rule : rules) {
            HttpResponse<?> refusal = rule.check(request);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }
}
