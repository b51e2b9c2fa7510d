package dev.tasuki.server.problem;

import dev.tasuki.core.task.Shown;
import dev.tasuki.server.wire.Bodies;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Puts our words on what the server itself refuses: unknown routes, wrong methods, broken requests. */
@Singleton
final class StatusWords implements ErrorResponseProcessor<Object> {
    private static final int PATH = 80;

    @Override
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        MutableHttpResponse<byte[]> answer = answer(request, response);
        response.getHeaders().getAll(HttpHeaders.ALLOW).forEach(allow -> answer.header(HttpHeaders.ALLOW, allow));
        @SuppressWarnings("unchecked") // a body of bytes is a body of Object
        MutableHttpResponse<Object> any = (MutableHttpResponse<Object>) (MutableHttpResponse<?>) answer;
        return any;
    }

    private static MutableHttpResponse<byte[]> answer(HttpRequest<?> request, MutableHttpResponse<?> response) {
        String path = request.getPath();
        return switch (response.status()) {
            case NOT_FOUND ->
                Problems.answer(
                        HttpCode.ROUTE_NOT_FOUND,
                        "there is nothing at '%s'; /docs lists what there is".formatted(Shown.of(path, PATH)),
                        request);
            case METHOD_NOT_ALLOWED -> methodNotAllowed(request, response);
            case REQUEST_ENTITY_TOO_LARGE -> Problems.answer(Bodies.tooLarge(), request);
            default ->
                response.code() < 500
                        ? Problems.answer(
                                HttpCode.BAD_REQUEST,
                                "the request cannot be read: its path, query or headers are malformed",
                                request)
                        : Problems.internal(request);
        };
    }

    private static MutableHttpResponse<byte[]> methodNotAllowed(
            HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getMethod() == HttpMethod.OPTIONS) {
            return HttpResponse.status(HttpStatus.NO_CONTENT);
        }
        return Problems.answer(
                HttpCode.METHOD_NOT_ALLOWED,
                "%s is not allowed at '%s'; allowed: %s"
                        .formatted(
                                request.getMethodName(),
                                Shown.of(request.getPath(), PATH),
                                String.join(", ", response.getHeaders().getAll(HttpHeaders.ALLOW))),
                request);
    }
}
