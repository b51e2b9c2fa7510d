package dev.tasuki.app.adapter;

import dev.tasuki.adapters.celery.CeleryFront;
import dev.tasuki.adapters.celery.CeleryRedisLook;
import dev.tasuki.adapters.celery.CeleryRoutes;
import dev.tasuki.adapters.celery.CelerySettings;
import dev.tasuki.adapters.celery.CeleryTopology;
import dev.tasuki.adapters.celery.CeleryTrainer;
import dev.tasuki.adapters.celery.CeleryWork;
import dev.tasuki.adapters.celery.RedisPlace;
import dev.tasuki.adapters.celery.TrainerSettings;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.core.trainer.Trainer;
import dev.tasuki.core.use.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Programs of a Celery fleet, over their RabbitMQ or their Redis. */
public final class CeleryAdapter implements Adapter<Function<CallMeans, CallGate>> {
    private static final Logger LOG = LoggerFactory.getLogger(CeleryAdapter.class);

    /** Of a Redis of theirs. */
    static final Set<String> REDIS_PARAMETERS = Set.of(
            "visibility_timeout",
            "prefix",
            "connection_timeout",
            "command_timeout",
            "max_in_flight",
            "verify",
            "cacertfile",
            "certfile",
            "keyfile",
            "ssl_cert_reqs",
            "ssl_ca_certs",
            "ssl_certfile",
            "ssl_keyfile");

    @Override
    public List<Scheme> schemes() {
        List<Scheme> schemes = new ArrayList<>(
                List.of(Scheme.server("amqp", "amqp://HOST:PORT//"), Scheme.server("amqps", "amqps://HOST:PORT//")));
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
        shown.addAll(Set.of("heartbeat", "confirm_timeout", "connection_name"));
        return shown;
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        CelerySettings.broker(url.text());
    }

    @Override
    public Function<CallMeans, CallGate> open(AdapterUrl url, Opening with) {
        return means -> {
            CelerySettings settings = settings(url, means.fleet(), means.here().workers());
            Runnable shutdown = means.here().shutdown();
            CeleryFront front = with.closer().register(new CeleryFront(settings, work(means, with), shutdown));
            CallGate.News news = new CallGate.News(front::hear, front::turn);
            return new CallGate(front.way(), news, front::begin, front::stop, front::readings);
        };
    }

    /** True if trainings may be given to workers over this broker that tell their states to queues, {@code rpc}. */
    public static boolean trainsByQueues(AdapterUrl url) {
        return CelerySettings.broker(url.text()) instanceof CelerySettings.Rabbit;
    }

    /** Tasks of the fleet that trainings may be given to; over a Redis with results in a Redis. */
    public Trainer trainer(AdapterUrl url, TrainerMeans means, Opening with) {
        TrainerSettings settings = new TrainerSettings(
                settings(url, means.fleet(), 1),
                means.allowed(),
                routes(means.routes()),
                TrainerSettings.Timing.STANDARD);
        return with.closer().register(new CeleryTrainer(settings, new TrainedRows(means.tasks(), with.clock())));
    }

    /** The queue that a task of the fleet is sent to. */
    public static String queue(String task, List<CallMeans.Route> routes) {
        return routes(routes).queue(task);
    }

    private static CeleryRoutes routes(List<CallMeans.Route> routes) {
        return new CeleryRoutes(routes.stream()
                .map(route -> new CeleryRoutes.Route(route.pattern(), route.queue()))
                .toList());
    }

    /** The rows of trainings that others do. */
    private record TrainedRows(Tasks tasks, InstantSource clock) implements CeleryTrainer.Rows {
        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public void cancel(TaskId id) {
            try {
                tasks.cancel(id);
            } catch (NotFound | NotReady ended) {
                LOG.debug("task {} has ended before: {}", id, ended.detail());
            }
        }

        @Override
        public boolean ended(TaskId id) {
            try {
                return tasks.find(id).state().terminal();
            } catch (NotFound gone) {
                return true;
            }
        }
    }

    private static CelerySettings settings(AdapterUrl url, CallMeans.Fleet fleet, int workers) {
        CelerySettings.Broker broker = CelerySettings.broker(url.text());
        RedisPlace results = fleet.backend()
                .url()
                .map(place -> RedisPlace.parse(place.text()))
                .orElseGet(() -> fleet.backend().queues() ? null : broker.results());
        CallMeans.Habits habits = fleet.habits();
        CelerySettings.Options options =
                new CelerySettings.Options(routes(habits.routes()), habits.shutdown(), workers);
        return new CelerySettings(broker.prefixed(fleet.prefix()), results, fleet.queues(), fleet.name(), options);
    }

    /** Looks at the queues of calls and at the place of results; makes and changes nothing. */
    public List<Finding> examine(AdapterUrl url, CallMeans.Fleet fleet) {
        CelerySettings settings = settings(url, fleet, 1);
        List<Finding> findings = new ArrayList<>();
        try {
            CeleryTopology topology = new CeleryTopology(settings);
            topology.queues()
                    .forEach(
                            seen -> findings.add(Finding.ok("celery", "queue " + seen.queue() + ": " + seen.detail())));
            findings.add(named(fleet.name(), topology.nameTaken()));
            topology.strangers().forEach(stranger -> findings.add(robbed(stranger)));
        } catch (Unavailable away) {
            findings.add(Finding.fail("celery", away.detail(), "check the setting --celery"));
        }
        CeleryRedisLook.of(settings).stream()
                .filter(seen ->
                        findings.stream().noneMatch(known -> known.detail().equals(seen.detail())))
                .map(CeleryAdapter::finding)
                .toList()
                .forEach(findings::add);
        return findings;
    }

    private static Finding finding(CeleryRedisLook.Seen seen) {
        Finding.State fine = seen.remedy().isEmpty() ? Finding.State.OK : Finding.State.WARN;
        return new Finding(seen.grave() ? Finding.State.FAIL : fine, "celery", seen.detail(), seen.remedy());
    }

    private static Finding named(String name, boolean taken) {
        return taken
                ? Finding.warn(
                        "celery",
                        "a worker named " + name + " is there",
                        "well if it is this process; otherwise give each a name of its own, --celery-name")
                : Finding.ok("celery", "the name " + name + " is free");
    }

    private static Finding robbed(CeleryTopology.Stranger stranger) {
        return Finding.fail(
                "celery",
                "the worker " + stranger.worker() + " takes from the queue " + stranger.queue()
                        + ", too, and fails the calls that it finds there, as it does not know tasuki.train",
                "start it with -Q and its own queues; without, a worker that connects again takes from every queue that it"
                        + " has sent to");
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
