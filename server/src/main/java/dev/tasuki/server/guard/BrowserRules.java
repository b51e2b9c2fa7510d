package dev.tasuki.server.guard;

import dev.tasuki.core.task.Shown;
import dev.tasuki.server.problem.HttpCode;
import dev.tasuki.server.problem.Problems;
import dev.tasuki.server.wire.RequestRule;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
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
@Singleton
@Order(1)
final class BrowserRules implements RequestRule {
    private static final String SITE = "Sec-Fetch-Site";
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Hosts hosts;

    BrowserRules(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        HttpHeaders headers = request.getHeaders();
        InetSocketAddress here = request.getServerAddress();
        // Never two: such a head is refused before it is a request. Only HTTP/1.0 comes without one, as load balancers'
        // checks do; a browser always names its server.
        String host = headers.get(HttpHeaders.HOST);
        if (host != null && !hosts.known(host, here)) {
            return misdirected(request, here);
        }
        if (headers.contains(HttpHeaders.ORIGIN)) {
            List<String> origins = headers.getAll(HttpHeaders.ORIGIN);
            if (origins.size() > 1 || !hosts.own(origins.getFirst(), here)) {
                return crossSite(request, "a page of '" + Shown.of(String.join(", ", origins)) + "'");
            }
        }
        return changes(request) ? change(request, here) : null;
    }

    private static HttpResponse<?> misdirected(HttpRequest<?> request, InetSocketAddress here) {
        return Problems.answer(
                HttpCode.MISDIRECTED,
                "this server is not known by the name in the Host header; it answers to localhost:%1$d, 127.0.0.1:%1$d"
                                .formatted(here.getPort())
                        + " and the address it listens on; its operator may name others with --public-url",
                request);
    }

    /** What a browser tells of a request that changes something. */
    private @Nullable HttpResponse<?> change(HttpRequest<?> request, InetSocketAddress here) {
        HttpHeaders headers = request.getHeaders();
        if (headers.contains(SITE)) {
            List<String> sites = headers.getAll(SITE);
            if (sites.size() > 1 || !OWN_SITES.contains(sites.getFirst().strip().toLowerCase(Locale.ROOT))) {
                return crossSite(request, "a page of another site");
            }
        }
        if (!headers.contains(HttpHeaders.REFERER)) {
            return null;
        }
        for (String referer : headers.getAll(HttpHeaders.REFERER)) {
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
