package dev.tasuki.server.guard;

import dev.tasuki.core.task.Shown;
import dev.tasuki.server.problem.HttpCode;
import dev.tasuki.server.problem.Problems;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a page of another site sends through a user's browser. Such a page could otherwise use a
 * server that listens on localhost only, as a plain form post needs no permission. Browsers say truthfully
 * whom they ask (Host) and for whom (Origin, Sec-Fetch-Site, Referer); programs leave the latter out.
 *
 * <p>No page of another origin is ever given permission, so a preflight is refused as the request that
 * follows it would be. A page of another port of the same machine is another program's.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class BrowserRules {
    private static final String SITE = "Sec-Fetch-Site";
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Hosts hosts;

    BrowserRules(Hosts hosts) {
        this.hosts = hosts;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        HttpHeaders headers = request.getHeaders();
        InetSocketAddress here = request.getServerAddress();
        HttpResponse<?> misdirected = host(request, headers.getAll(HttpHeaders.HOST), here);
        if (misdirected != null) {
            return misdirected;
        }
        List<String> origins = headers.getAll(HttpHeaders.ORIGIN);
        if (!origins.isEmpty() && (origins.size() > 1 || !hosts.own(origins.getFirst(), here))) {
            return crossSite(request, "a page of '" + Shown.of(String.join(", ", origins)) + "'");
        }
        return changes(request) ? change(request, here) : null;
    }

    private @Nullable HttpResponse<?> host(HttpRequest<?> request, List<String> named, InetSocketAddress here) {
        if (named.isEmpty()) {
            // Only HTTP/1.0 comes here without one, as load balancers' checks do; a browser always names its server.
            return null;
        }
        if (named.size() != 1) {
            return Problems.answer(
                    HttpCode.BAD_REQUEST,
                    "the request has %d Host headers; send exactly one".formatted(named.size()),
                    request);
        }
        if (hosts.known(named.getFirst(), here)) {
            return null;
        }
        return Problems.answer(
                HttpCode.MISDIRECTED,
                "this server is not known by the name in the Host header; it answers to localhost:%1$d, 127.0.0.1:%1$d"
                                .formatted(here.getPort())
                        + " and the address it listens on; its operator may name others with --public-url",
                request);
    }

    /** What a browser tells of a request that changes something. */
    private @Nullable HttpResponse<?> change(HttpRequest<?> request, InetSocketAddress here) {
        List<String> sites = request.getHeaders().getAll(SITE);
        if (!sites.isEmpty()
                && (sites.size() > 1
                        || !OWN_SITES.contains(sites.getFirst().strip().toLowerCase(Locale.ROOT)))) {
            return crossSite(request, "a page of another site");
        }
        for (String referer : request.getHeaders().getAll(HttpHeaders.REFERER)) {
            if (!referer.isBlank() && !hosts.own(origin(referer), here)) {
                return crossSite(request, "a page of '" + Shown.of(origin(referer)) + "'");
            }
        }
        return null;
    }

    private static HttpResponse<?> crossSite(HttpRequest<?> request, String who) {
        return Problems.answer(
                HttpCode.CROSS_SITE,
                who + " may not use this server; if that page is this server's own, behind a proxy, start the server"
                        + " with --public-url and the address that the browser shows",
                request);
    }

    private static boolean changes(HttpRequest<?> request) {
        return request.getMethod() != HttpMethod.GET && request.getMethod() != HttpMethod.HEAD;
    }

    /** What stands before the path. */
    private static String origin(String referer) {
        int authority = referer.indexOf("://");
        int path = authority < 0 ? -1 : referer.indexOf('/', authority + 3);
        return path < 0 ? referer : referer.substring(0, path);
    }
}
