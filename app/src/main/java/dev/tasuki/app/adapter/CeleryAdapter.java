package dev.tasuki.app.adapter;

import dev.tasuki.adapters.celery.CeleryFront;
import dev.tasuki.adapters.celery.CeleryRoutes;
import dev.tasuki.adapters.celery.CelerySettings;
import dev.tasuki.adapters.celery.CeleryTopology;
import dev.tasuki.adapters.celery.CeleryWork;
import dev.tasuki.core.task.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

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
            CallMeans.Fleet fleet = means.fleet();
            CelerySettings.Options options = new CelerySettings.Options(
                    routes(fleet.routes()), fleet.shutdown(), means.here().workers());
            CelerySettings settings =
                    new CelerySettings(CelerySettings.broker(url.text()), fleet.queues(), fleet.name(), options);
            Runnable shutdown = means.here().shutdown();
            CeleryFront front = with.closer().register(new CeleryFront(settings, work(means, with), shutdown));
            CallGate.News news = new CallGate.News(front::hear, front::turn);
            return new CallGate(front.way(), news, front::begin, front::stop, front::readings);
        };
    }

    /** Looks at the queues of calls; makes and changes nothing. */
    public List<Finding> examine(AdapterUrl url, List<String> queues, String name) {
        CelerySettings settings =
                new CelerySettings(CelerySettings.broker(url.text()), queues, name, CelerySettings.Options.NONE);
        try {
            CeleryTopology topology = new CeleryTopology(settings);
            Stream<Finding> there = topology.queues().stream()
                    .map(seen -> Finding.ok("celery", "queue " + seen.queue() + ": " + seen.detail()));
            return Stream.concat(there, Stream.of(named(name, topology.nameTaken()))).toList();
        } catch (Unavailable away) {
            return List.of(Finding.fail("celery", away.detail(), "check the setting --celery"));
        }
    }

    private static Finding named(String name, boolean taken) {
        return taken
                ? Finding.warn(
                        "celery",
                        "a worker named " + name + " is there",
                        "well if it is this process; otherwise give each a name of its own, --celery-name")
                : Finding.ok("celery", "the name " + name + " is free");
    }

    private static CeleryRoutes routes(List<CallMeans.Route> routes) {
        return new CeleryRoutes(routes.stream()
                .map(route -> new CeleryRoutes.Route(route.pattern(), route.queue()))
                .toList());
    }

    private static CeleryWork work(CallMeans means, Opening with) {
        CallMeans.Work work = means.work();
        CallMeans.Here here = means.here();
        return new CeleryWork(
                work.trainings(),
                work.predictions(),
                work.tasks(),
                means.rows(),
                new CeleryWork.Here(here.runs(), here.owner(), means.fleet().name(), here.retries(), with.clock()));
    }
}
