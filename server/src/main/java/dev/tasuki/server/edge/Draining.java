package dev.tasuki.server.edge;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.server.problem.Problems;
import dev.tasuki.server.wire.Drain;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.RequestRule;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Refuses new work while the server is about to stop. The port stays open meanwhile, so that clients are told
 * and go elsewhere. Requests for tasks and for the server's health are still answered.
 */
@ForClients
@Singleton
@Order(2)
final class Draining implements RequestRule {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Drain drain;

    Draining(Drain drain) {
        this.drain = drain;
    }

    @Override
    public @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        if (!drain.begun()) {
            return null;
        }
        boolean work = switch (request.getMethod()) {
            case GET, HEAD, OPTIONS -> false;
            default -> true;
        };
        if (!work) {
            return null;
        }
        Unavailable stopping = new Unavailable(
                RefusalCode.SHUTTING_DOWN,
                "this server is about to stop; send the request again, another one may answer it",
                LATER);
        return Problems.answer(stopping, request);
    }
}
