package dev.tasuki.server.wire;

import dev.tasuki.server.metrics.Metrics;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteInfo;
import io.micronaut.web.router.UriRouteMatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What every request and answer passes: an id for the log, a clock, the headers that keep browsers
 * from harm.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Boundary {
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";

    /**
     * The first hash is of the empty string: ReDoc opens an empty style element and fills it by script;
     * the second is of the rule with which it draws its scroll bar.
     */
    private static final String PAGE_POLICY = "default-src 'self'; img-src 'self' data:;"
            + " style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
            + " 'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='; worker-src 'self' blob:;"
            + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Of the console, which is all our own; its page names the path that its links begin with. */
    private static final String CONSOLE_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static final String NO_FEATURES = "accelerometer=(), camera=(), display-capture=(), geolocation=(),"
            + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private final RequestId ids;
    private final Metrics metrics;
    private final Map<UriRouteInfo<?, ?>, String> routes = new ConcurrentHashMap<>();

    Boundary(Metrics metrics) {
        this.ids = new RequestId();
        this.metrics = metrics;
    }

    @RequestFilter
    void enter(HttpRequest<?> request, MutablePropagatedContext context) {
        request.setAttribute(Arrival.STARTED, System.nanoTime());
        context.add(new LogContext(ids.assign(request), RequestId.ofClient(request)));
    }

    @ResponseFilter
    void leave(HttpRequest<?> request, MutableHttpResponse<?> response) {
        MutableHttpHeaders headers = response.getHeaders();
        headers.set(RequestId.HEADER, RequestId.of(request));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        MediaType type = response.getContentType().orElse(null);
        if (type != null && type.getName().equals(MediaType.TEXT_HTML)) {
            boolean console = request.getPath().startsWith("/console");
            headers.set("Content-Security-Policy", console ? CONSOLE_POLICY : PAGE_POLICY);
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Permissions-Policy", NO_FEATURES);
            headers.set("Cache-Control", "no-cache");
        } else {
            headers.set("Content-Security-Policy", API_POLICY);
            if (type == null || type.getName().endsWith("json")) {
                headers.set("Cache-Control", "no-store");
            }
        }
        note(request, response);
    }

    private void note(HttpRequest<?> request, HttpResponse<?> response) {
        request.getAttribute(Arrival.STARTED, Long.class)
                .ifPresent(started -> metrics.note(
                        new Metrics.Exchange(request.getMethodName(), route(request), response.code()),
                        System.nanoTime() - started));
    }

    private String route(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request)
                .filter(match -> match instanceof UriRouteMatch<?, ?>)
                .map(match -> routes.computeIfAbsent(
                        ((UriRouteMatch<?, ?>) match).getRouteInfo(),
                        route -> route.getUriMatchTemplate().toPathString()))
                .orElse("none");
    }
}
