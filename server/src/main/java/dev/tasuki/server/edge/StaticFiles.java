package dev.tasuki.server.edge;

import dev.tasuki.server.problem.HttpCode;
import dev.tasuki.server.problem.Problems;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.RequestRule;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Lets files be read only; the framework would answer any method with the file. */
@ForClients
@Singleton
@Order(6)
final class StaticFiles implements RequestRule {
    @Override
    public @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        if (request.getMethod() == HttpMethod.GET
                || request.getMethod() == HttpMethod.HEAD
                || !request.getPath().startsWith("/assets/")) {
            return null;
        }
        return Problems.answer(
                        HttpCode.METHOD_NOT_ALLOWED,
                        "%s is not allowed at a file; allowed: GET, HEAD".formatted(request.getMethodName()),
                        request)
                .header(HttpHeaders.ALLOW, "GET, HEAD");
    }
}
