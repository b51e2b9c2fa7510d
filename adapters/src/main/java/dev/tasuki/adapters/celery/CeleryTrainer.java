package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.trainer.Trainer;
import dev.tasuki.core.trainer.TrainerCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives trainings to tasks of a Celery fleet, {@code "algorithm": "celery:proj.train"}. Each attempt calls the same task
 * by the same id, or follows the call that an attempt before it made, of this process or another.
 *
 * <p>It connects when it is first asked to train: a process that only takes requests never does. Thread-safe.
 */
public final class CeleryTrainer implements Trainer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CeleryTrainer.class);
    private static final String SCHEME = "celery:";
    /** More workers of one training than this are not taken for dead: its attempts are fewer. */
    private static final int MOST_CALLS = 1000;

    private static final Duration TIDYING = Duration.ofSeconds(30);

    private final TrainerSettings settings;
    private final Rows rows;
    private final Map<String, TaskId> finished = new ConcurrentHashMap<>();
    /** Guards the connection. */
    private final Object lock = new Object();

    private @Nullable Connected connected;

    /** What the trainings' own records tell and are told. Thread-safe. */
    public interface Rows {
        /** The time by which a training expires. */
        Instant now();

        /** Cancels a training that has not ended. */
        void cancel(TaskId id);

        /** True if the training has ended, or is not known any more. */
        boolean ended(TaskId id);
    }

    private record Connected(TrainerLink link, Ticker.Ticking tidying) {}

    /** Connects to nothing yet. */
    public CeleryTrainer(TrainerSettings settings, Rows rows) {
        this.settings = settings;
        this.rows = rows;
    }

    @Override
    public boolean takes(String algorithm) {
        return algorithm.startsWith(SCHEME)
                && settings.tasks().stream()
                        .anyMatch(pattern -> CeleryRoutes.fits(pattern, algorithm.substring(SCHEME.length())));
    }

    @Override
    public List<String> offers() {
        return settings.tasks().stream().map(SCHEME::concat).toList();
    }

    @Override
    public Optional<JsonNode> train(TrainerCall call, RunControl control) {
        TrainerLink at = connected().link();
        String task = call.algorithm().substring(SCHEME.length());
        List<String> used = new ArrayList<>();
        try (CallStates.Following states = follow(at.states(), call, used)) {
            TrainerMessage message = new TrainerMessage(used.getLast(), task, call);
            CalledTask.Means means = new CalledTask.Means(at.wire(), at.commands(), settings, rows);
            return new CalledTask(means, message, control, states).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RabbitErrors.unavailable("interrupted while " + task + " was trained by", e);
        } finally {
            used.forEach(id -> finished.put(id, call.row().id()));
        }
    }

    /** The last call of the training that may have a worker; those before it had one that is dead. */
    private static CallStates.Following follow(CallStates states, TrainerCall call, List<String> used) {
        for (int number = 1; number <= MOST_CALLS; number++) {
            String id = TrainerMessage.id(call, number);
            CallStates.Following following = states.follow(id);
            used.add(id);
            if (!(following.last() instanceof CallState.Lost)) {
                return following;
            }
            following.close();
        }
        throw new IllegalStateException("task " + call.row().id() + " has lost " + MOST_CALLS + " workers");
    }

    private Connected connected() {
        synchronized (lock) {
            Connected now = connected;
            if (now == null) {
                now = connect();
                connected = now;
            }
            return now;
        }
    }

    private Connected connect() {
        TrainerLink link = TrainerLink.to(settings.fleet());
        LOG.info(
                "gives trainings to Celery workers at {}: {}",
                settings.fleet().broker().masked(),
                String.join(", ", settings.tasks()));
        return new Connected(link, new ThreadTicker().every(TIDYING, "celery-tidying", () -> tidy(link)));
    }

    /** Once a training's end is in its row, nobody asks for its task's states again. */
    private void tidy(TrainerLink link) {
        finished.forEach((id, training) -> {
            if (rows.ended(training)) {
                finished.remove(id);
                link.commands().forget(id);
                link.states().forget(id);
            }
        });
    }

    /** Ends the connection. What was called goes on, for the next attempt to follow. */
    @Override
    public void close() {
        Connected now;
        synchronized (lock) {
            now = connected;
            connected = null;
        }
        if (now != null) {
            now.tidying().close();
            try {
                tidy(now.link());
            } catch (Refusal away) {
                LOG.debug("old states of Celery tasks go by themselves: {}", away.detail());
            }
            now.link().close();
        }
    }
}
