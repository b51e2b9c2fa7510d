package dev.tasuki.server.problem;

import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Refusal;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers refusals; logs only what an operator must look into. */
@Singleton
final class RefusalHandler implements ExceptionHandler<Refusal, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalHandler.class);

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<?> handle(HttpRequest request, Refusal refusal) {
        if (refusal instanceof Corrupt) {
            LOG.error("{} {} failed: {}", request.getMethodName(), request.getPath(), refusal.detail(), refusal);
        } else {
            LOG.debug("{} {} refused: {}", request.getMethodName(), request.getPath(), refusal.detail());
        }
        return Problems.answer(refusal, request);
    }
}
