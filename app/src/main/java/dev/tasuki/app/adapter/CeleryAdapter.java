package dev.tasuki.app.adapter;

import dev.tasuki.adapters.celery.CeleryFront;
import dev.tasuki.adapters.celery.CelerySettings;
import dev.tasuki.adapters.celery.CeleryWork;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Programs of a Celery fleet, over their RabbitMQ. */
public final class CeleryAdapter implements Adapter<Function<CallMeans, CallGate>> {
    @Override
    public List<Scheme> schemes() {
        return List.of(Scheme.server("amqp", "amqp://HOST:PORT//"), Scheme.server("amqps", "amqps://HOST:PORT//"));
    }

    /** It keeps nothing of ours: a training is a row once it is taken. */
    @Override
    public List<Promise> promises() {
        return List.of();
    }

    @Override
    public Set<String> shownParameters() {
        return Set.of(
                "heartbeat",
                "connection_timeout",
                "confirm_timeout",
                "verify",
                "cacertfile",
                "certfile",
                "keyfile",
                "connection_name");
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        CelerySettings.broker(url.text());
    }

    @Override
    public Function<CallMeans, CallGate> open(AdapterUrl url, Opening with) {
        return means -> {
            CelerySettings settings =
                    new CelerySettings(CelerySettings.broker(url.text()), means.queues(), means.name());
            CeleryFront front = with.closer().register(new CeleryFront(settings, work(means, with)));
            return new CallGate(front.way(), front::begin, front::stop, front::readings);
        };
    }

    private static CeleryWork work(CallMeans means, Opening with) {
        CallMeans.Work work = means.work();
        CallMeans.Here here = means.here();
        return new CeleryWork(
                work.trainings(),
                work.predictions(),
                work.tasks(),
                means.rows(),
                new CeleryWork.Here(here.runs(), here.owner(), here.retries(), with.clock()));
    }
}
