package dev.tasuki.server.route;

import dev.tasuki.core.use.Trainings;
import dev.tasuki.server.wire.ForClients;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Refuses trainings while their queue is full on the thread that reads the connection: no body is
 * parsed and no other thread is woken, which on a busy machine is most of the time that a refusal takes. A
 * request that only the store can judge goes on to {@link TrainController}, such as one with an
 * Idempotency-Key, which may repeat one that was accepted. A training for later is refused here too, because
 * the filter does not read its time.
 */
@ForClients
@ServerFilter(value = "/train", methods = HttpMethod.POST)
final class FullQueue {
    private final Trainings trainings;

    FullQueue(Trainings trainings) {
        this.trainings = trainings;
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        // A plan needs no room.
        if (!request.getHeaders().contains(TrainController.IDEMPOTENCY_KEY)
                && !request.getParameters().contains("validateOnly")) {
            trainings.expectRoom();
        }
    }
}
