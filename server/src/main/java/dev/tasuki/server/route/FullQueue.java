package dev.tasuki.server.route;

import dev.tasuki.core.ml.Trainings;
import dev.tasuki.server.wire.ForClients;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Refuses trainings while their queue is full on the thread that reads the connection: no body is
 * parsed and no other thread is woken, which on a busy machine is most of the time that a refusal takes. What
 * it cannot know without asking the store it lets through to {@link TrainController}.
 */
@ForClients
@ServerFilter(value = "/train", methods = HttpMethod.POST)
final class FullQueue {
    private final Trainings trainings;

    FullQueue(Trainings trainings) {
        this.trainings = trainings;
    }

    @RequestFilter
    void check() {
        trainings.expectRoom();
    }
}
