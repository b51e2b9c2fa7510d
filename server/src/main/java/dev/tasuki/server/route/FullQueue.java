package dev.tasuki.server.route;

import dev.tasuki.core.use.Trainings;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.RequestRule;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Refuses trainings while their queue is full on the thread that reads the connection: no body is
 * parsed and no other thread is woken, which on a busy machine is most of the time that a refusal takes. A
 * request that only the store can judge goes on to {@link TrainController}, such as one with an
 * Idempotency-Key, which may repeat one that was accepted. A training for later is refused here too, because
 * the filter does not read its time.
 */
@ForClients
@Singleton
@Order(5)
final class FullQueue implements RequestRule {
    private final Trainings trainings;

    FullQueue(Trainings trainings) {
        this.trainings = trainings;
    }

    @Override
    public @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        // A plan needs no room.
        if (request.getMethod() == HttpMethod.POST
                && request.getPath().equals("/train")
                && !request.getHeaders().contains(TrainController.IDEMPOTENCY_KEY)
                && Query.value(request, "validateOnly") == null) {
            trainings.expectRoom();
        }
        return null;
    }
}
