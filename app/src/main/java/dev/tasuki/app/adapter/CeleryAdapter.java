package dev.tasuki.app.adapter;

import dev.tasuki.adapters.celery.CeleryFront;
import dev.tasuki.adapters.celery.CelerySettings;
import dev.tasuki.adapters.celery.CeleryTopology;
import dev.tasuki.adapters.celery.CeleryWork;
import dev.tasuki.core.task.Unavailable;
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
            CallGate.News news = new CallGate.News(front::hear, front::turn);
            return new CallGate(front.way(), news, front::begin, front::stop, front::readings);
        };
    }

    /** Looks at the queues of calls; makes and changes nothing. */
    public List<Finding> examine(AdapterUrl url, List<String> queues, String name) {
        CelerySettings settings = new CelerySettings(CelerySettings.broker(url.text()), queues, name);
        try {
            return new CeleryTopology(settings)
                    .queues().stream()
                            .map(seen -> Finding.ok("celery", "queue " + seen.queue() + ": " + seen.detail()))
                            .toList();
        } catch (Unavailable away) {
            return List.of(Finding.fail("celery", away.detail(), "check the setting --celery"));
        }
    }

    private static CeleryWork work(CallMeans means, Opening with) {
        CallMeans.Work work = means.work();
        CallMeans.Here here = means.here();
        return new CeleryWork(
                work.trainings(),
                work.predictions(),
                work.tasks(),
                means.rows(),
                new CeleryWork.Here(here.runs(), here.owner(), means.name(), here.retries(), with.clock()));
    }
}
