package dev.tasuki.core.keep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives tasks of older versions their algorithm, by which lists are filtered: of a model its report's, of any other
 * task its request's. A migration could not: a process of an older version may go on beside this one, and the words
 * for JSON differ between databases. For one thread. Any number of processes may do it; the leader does.
 */
public final class AlgorithmLabels {
    /** How often {@link #run} is to be called. */
    public static final Duration PERIOD = Duration.ofSeconds(30);

    /** Rows of one turn: the store has other work. */
    static final int MOST = 2_000;

    /** Whole rows, each of which may have a megabyte. */
    static final int PAGE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(AlgorithmLabels.class);

    private final TaskStore tasks;
    private final OutageLog outage = new OutageLog("giving older tasks their algorithm");

    public AlgorithmLabels(TaskStore tasks) {
        this.tasks = tasks;
    }

    /** Labels some rows, if there are any; a store that is away ends it until the next time. */
    public void run() {
        try {
            int labelled = 0;
            for (int page = 0; page < MOST / PAGE; page++) {
                List<TaskRow> rows = tasks.due(new Due.Unlabelled(PAGE));
                if (rows.isEmpty()) {
                    break;
                }
                labelled += (int) rows.stream().filter(this::label).count();
            }
            if (labelled > 0) {
                LOG.info("{} tasks of an older version have their algorithm now", labelled);
            }
            outage.goesOn();
        } catch (Refusal away) {
            outage.waits(away);
        }
    }

    private boolean label(TaskRow row) {
        JsonNode says = row.state() == TaskState.TASK_COMPLETED
                ? Json.stored(tasks.report(row.id()).orElse("{}"))
                : request(row);
        JsonNode node = says.path("algorithm");
        String name = node.isTextual() ? node.textValue() : "";
        boolean fits = name.length() <= Limits.NAME_LETTERS.value();
        return tasks.apply(new Transition.Label(row.id(), row.version(), fits ? name : ""));
    }

    private static JsonNode request(TaskRow row) {
        try {
            return Json.parse(row.spec().payload().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidRequest broken) {
            return Json.object();
        }
    }
}
