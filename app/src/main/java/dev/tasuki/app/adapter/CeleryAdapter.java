package dev.tasuki.app.adapter;

import dev.tasuki.adapters.celery.CeleryFront;
import dev.tasuki.adapters.celery.CeleryRoutes;
import dev.tasuki.adapters.celery.CelerySettings;
import dev.tasuki.adapters.celery.CeleryTopology;
import dev.tasuki.adapters.celery.CeleryTrainer;
import dev.tasuki.adapters.celery.CeleryWork;
import dev.tasuki.adapters.celery.TrainerSettings;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.core.trainer.Trainer;
import dev.tasuki.core.use.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Programs of a Celery fleet, over their RabbitMQ. */
public final class CeleryAdapter implements Adapter<Function<CallMeans, CallGate>> {
    private static final Logger LOG = LoggerFactory.getLogger(CeleryAdapter.class);

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

    /** Tasks of the fleet that trainings may be given to. */
    public Trainer trainer(AdapterUrl url, TrainerMeans means, Opening with) {
        TrainerSettings settings = new TrainerSettings(
                CelerySettings.broker(url.text()),
                means.name(),
                means.allowed(),
                routes(means.routes()),
                TrainerSettings.Timing.STANDARD);
        return with.closer().register(new CeleryTrainer(settings, new TrainedRows(means.tasks(), with.clock())));
    }

    /** The queue that a task of the fleet is sent to. */
    public static String queue(String task, List<TrainerMeans.Route> routes) {
        return routes(routes).queue(task);
    }

    private static CeleryRoutes routes(List<TrainerMeans.Route> routes) {
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
