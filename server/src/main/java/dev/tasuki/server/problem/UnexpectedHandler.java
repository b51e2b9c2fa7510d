package dev.tasuki.server.problem;

import dev.tasuki.core.task.Refusal;
import dev.tasuki.server.wire.UnsupportedEncoding;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what no use case refused: broken requests, vanished clients, and our own defects. */
@Singleton
final class UnexpectedHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedHandler.class);

    @Override
    public HttpResponse<?> handle(HttpRequest request, Throwable thrown) {
        return switch (thrown) {
            case UnsupportedEncoding e -> Problems.answer(HttpCode.UNSUPPORTED_ENCODING, e.detail(), request);
            case IOException e -> unreadable(request, e);
            case UncheckedIOException e -> unreadable(request, e);
            default -> {
                Throwable cause = thrown.getCause();
                if (cause instanceof Refusal refusal) {
                    yield Problems.answer(refusal, request);
                }
                LOG.error("{} {} failed", request.getMethodName(), request.getPath(), thrown);
                yield Problems.internal(request);
            }
        };
    }

    private static HttpResponse<?> unreadable(HttpRequest<?> request, Exception e) {
        LOG.debug("{} {}: body unreadable", request.getMethodName(), request.getPath(), e);
        return Problems.answer(
                HttpCode.BAD_REQUEST, "the request body ended early or is not valid gzip; send it again", request);
    }
}
