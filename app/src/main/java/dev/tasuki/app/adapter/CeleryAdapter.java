package dev.tasuki.app.adapter;

import dev.tasuki.adapters.celery.CeleryFront;
import dev.tasuki.adapters.celery.CeleryRedisLook;
import dev.tasuki.adapters.celery.CelerySettings;
import dev.tasuki.adapters.celery.CeleryTopology;
import dev.tasuki.adapters.celery.CeleryWork;
import dev.tasuki.adapters.celery.RedisPlace;
import dev.tasuki.core.task.Unavailable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Programs of a Celery fleet, over their RabbitMQ or their Redis. */
public final class CeleryAdapter implements Adapter<Function<CallMeans, CallGate>> {
    /** Of a Redis of theirs. */
    static final Set<String> REDIS_PARAMETERS = Set.of(
            "visibility_timeout",
            "prefix",
            "connection_timeout",
            "command_timeout",
            "max_in_flight",
            "verify",
            "cacertfile");

    @Override
    public List<Scheme> schemes() {
        List<Scheme> schemes = new ArrayList<>(List.of(
                Scheme.server("amqp", "amqp://HOST:PORT//"), Scheme.server("amqps", "amqps://HOST:PORT//")));
        schemes.addAll(RedisServers.SCHEMES);
        return schemes;
    }

    /** It keeps nothing of ours: a training is a row once it is taken. */
    @Override
    public List<Promise> promises() {
        return List.of();
    }

    @Override
    public Set<String> shownParameters() {
        Set<String> shown = new HashSet<>(REDIS_PARAMETERS);
        shown.addAll(Set.of("heartbeat", "confirm_timeout", "certfile", "keyfile", "connection_name"));
        return shown;
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        CelerySettings.broker(url.text());
    }

    @Override
    public Function<CallMeans, CallGate> open(AdapterUrl url, Opening with) {
        return means -> {
            CelerySettings settings = settings(url, means.fleet());
            CeleryFront front = with.closer().register(new CeleryFront(settings, work(means, with)));
            CallGate.News news = new CallGate.News(front::hear, front::turn);
            return new CallGate(front.way(), news, front::begin, front::stop, front::readings);
        };
    }

    private static CelerySettings settings(AdapterUrl url, CallMeans.Fleet fleet) {
        CelerySettings.Broker broker = CelerySettings.broker(url.text());
        RedisPlace results = fleet.backend()
                .url()
                .map(place -> RedisPlace.parse(place.text()))
                .orElseGet(() -> fleet.backend().queues() ? null : broker.results());
        return new CelerySettings(broker.prefixed(fleet.prefix()), results, fleet.queues(), fleet.name());
    }

    /** Looks at the queues of calls and at the place of results; makes and changes nothing. */
    public List<Finding> examine(AdapterUrl url, CallMeans.Fleet fleet) {
        CelerySettings settings = settings(url, fleet);
        List<Finding> findings = new ArrayList<>();
        try {
            new CeleryTopology(settings)
                    .queues()
                    .forEach(seen -> findings.add(
                            Finding.ok("celery", "queue " + seen.queue() + ": " + seen.detail())));
        } catch (Unavailable away) {
            findings.add(Finding.fail("celery", away.detail(), "check the setting --celery"));
        }
        CeleryRedisLook.of(settings)
                .forEach(seen -> findings.add(new Finding(
                        seen.grave() ? Finding.State.FAIL : seen.remedy().isEmpty() ? Finding.State.OK : Finding.State.WARN,
                        "celery",
                        seen.detail(),
                        seen.remedy())));
        return findings;
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
