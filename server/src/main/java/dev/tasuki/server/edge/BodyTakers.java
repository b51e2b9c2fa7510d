package dev.tasuki.server.edge;

import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.web.router.Router;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;

/** Knows which routes read a body: those whose method is given the request itself. Thread-safe. */
@Singleton
final class BodyTakers {
    private final Router router;

    BodyTakers(Router router) {
        this.router = router;
    }

    /** True if a route of that method and path reads its body. */
    boolean takesBody(HttpRequest request) {
        HttpMethod method = HttpMethod.parse(request.method().name());
        if (method != HttpMethod.POST && method != HttpMethod.PUT && method != HttpMethod.PATCH) {
            return false;
        }
        return router.route(method, path(request.uri()))
                .filter(match ->
                        takesRequest(match.getRouteInfo().getTargetMethod().getArguments()))
                .isPresent();
    }

    private static String path(String uri) {
        int end = uri.indexOf('?');
        return end < 0 ? uri : uri.substring(0, end);
    }

    private static boolean takesRequest(Argument<?>[] arguments) {
        for (Argument<?> argument : arguments) {
            if (argument.getType() == ServerHttpRequest.class) {
                return true;
            }
        }
        return false;
    }
}
