package dev.tasuki.adapters.celery;

/** How trainings reach a fleet's workers. Thread-safe. */
interface TrainerLink extends AutoCloseable {
    Wire wire();

    WorkerCommands commands();

    CallStates states();

    /** Ends the connections. What was called goes on. */
    @Override
    void close();

    /** Connects, or begins to. */
    static TrainerLink to(CelerySettings fleet) {
        return switch (fleet.broker()) {
            case CelerySettings.Rabbit rabbit -> new AmqpTrainerLink(rabbit.settings(), fleet.results());
            case CelerySettings.Redis redis -> new RedisTrainerLink(redis.place(), TrainerSettings.results(fleet));
        };
    }
}
