package dev.tasuki.server.problem;

import dev.tasuki.core.task.Refusal;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.UnsupportedEncoding;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.exceptions.BufferLengthExceededException;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what no use case refused: broken requests, vanished clients, and our own defects. */
@Singleton
final class UnexpectedHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedHandler.class);

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<?> handle(HttpRequest request, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            HttpResponse<?> known = known(request, cause);
            if (known != null) {
                return known;
            }
        }
        if (thrown instanceof IOException || thrown instanceof UncheckedIOException) {
            return unreadable(request, thrown);
        }
        LOG.error("{} {} failed", request.getMethodName(), request.getPath(), thrown);
        return Problems.internal(request);
    }

    private static @Nullable HttpResponse<?> known(HttpRequest<?> request, Throwable thrown) {
        return switch (thrown) {
            case Refusal refusal -> Problems.answer(refusal, request);
            case UnsupportedEncoding e -> Problems.answer(HttpCode.UNSUPPORTED_ENCODING, e.detail(), request);
            case ContentLengthExceededException e -> Problems.answer(Bodies.tooLarge(), request);
            case BufferLengthExceededException e -> Problems.answer(Bodies.tooLarge(), request);
            default -> null;
        };
    }

    private static HttpResponse<?> unreadable(HttpRequest<?> request, Throwable thrown) {
        LOG.debug("{} {}: body unreadable", request.getMethodName(), request.getPath(), thrown);
        return Problems.answer(
                HttpCode.BAD_REQUEST, "the request body ended early or is not valid gzip; send it again", request);
    }
}
