package dev.tasuki.core.keep;

import dev.tasuki.core.base.CapCounter;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.TaskPublisher;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what was accepted but is not with the broker: rows whose publishing failed or that were
 * given back, and rows whose message seems lost. Publishing twice is harmless, so any number of
 * processes may do it; messages that seem lost are looked for by the leader alone.
 *
 * <p>Of a group that is limited by the caps no more is published than may run now: the others would be
 * delivered for nothing. They wait unpublished for the next turns.
 *
 * <p>A message seems lost when its row has waited for a minute and the broker holds fewer messages
 * than there are waiting rows that were published. Without the second condition a long backlog would
 * be published again every minute.
 */
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int BATCH = 200;
    /** In one turn; enough for any backlog to be published within seconds. */
    private static final int BATCHES = 50;

    private final TaskStore store;
    private final Broker broker;
    private final TaskPublisher publisher;
    private final Caps caps;
    private final Duration grace;
    private final BooleanSupplier leads;
    private final int looks;
    private final Telemetry telemetry;
    private final OutageLog absence = new OutageLog("the relay");
    private final AtomicLong turns = new AtomicLong();

    /** However many tasks of one group there are, and however young they are. */
    public Relay(TaskStore store, Broker broker, Telemetry telemetry) {
        this(store, broker, new Terms(Caps.NONE, Duration.ZERO, () -> true, 1), telemetry);
    }

    public Relay(TaskStore store, Broker broker, Terms terms, Telemetry telemetry) {
        this.store = store;
        this.broker = broker;
        this.publisher = new TaskPublisher(store, broker);
        this.caps = terms.caps();
        this.grace = terms.grace();
        this.leads = terms.leads();
        this.looks = terms.looks();
        this.telemetry = telemetry;
    }

    /**
     * What it leaves alone.
     *
     * @param caps of a group that is full no more is published
     * @param grace tasks accepted less than this ago: who accepted them publishes them behind its answer
     * @param leads true while it is for this process to look for messages that seem lost
     * @param looks each so manieth turn looks for them, the first one too: of a long backlog that reads every row
     */
    public record Terms(Caps caps, Duration grace, BooleanSupplier leads, int looks) {
        private static final int EACH_TENTH = 10;

        /** Where accepted tasks are published behind the answers. */
        public static Terms behindAnswers(Caps caps, BooleanSupplier leads) {
            return new Terms(caps, Duration.ofSeconds(2), leads, EACH_TENTH);
        }
    }

    /** Publishes what is due now; a broker or store that is away ends it until the next time. */
    public void run() {
        try {
            CapCounter places = places();
            List<TaskRow> fresh = publishFresh(places);
            for (int more = 1; fresh.size() == BATCH && more < BATCHES; more++) {
                fresh = publishFresh(places);
            }
            if (turns.getAndIncrement() % looks == 0 && leads.getAsBoolean()) {
                publishLost();
            }
            absence.goesOn();
        } catch (Refusal away) {
            absence.waits(away);
        }
    }

    private List<TaskRow> publishFresh(CapCounter places) {
        List<TaskRow> fresh = store.due(new Due.Unpublished(Due.Unpublished.NEVER, grace, places.full(), BATCH));
        List<TaskRow> now =
                fresh.stream().filter(row -> places.take(row.spec())).toList();
        OutageLog.each(now, this::publish, "a task to be published");
        return fresh;
    }

    private void publishLost() {
        List<TaskRow> silent = store.due(new Due.Unpublished(SILENCE, BATCH)).stream()
                .filter(row -> row.times().published() != null)
                .toList();
        if (!silent.isEmpty() && messages() < store.counts().published()) {
            OutageLog.each(silent, this::publish, "a task to be published");
        }
    }

    private CapCounter places() {
        CapCounter places = new CapCounter(caps);
        OptionalLong before = OptionalLong.empty();
        List<TaskRow> page = List.of();
        while (!caps.none() && (before.isEmpty() || page.size() == BATCH)) {
            page = store.list(new TaskQuery(TaskFilter.of(Set.of(TaskState.TASK_STARTED)), before, BATCH).brief());
            page.forEach(row -> places.occupy(row.spec()));
            before = OptionalLong.of(page.isEmpty() ? 0 : page.getLast().seq());
        }
        return places;
    }

    private long messages() {
        return broker.status().queues().stream()
                .filter(queue -> queue.queue().equals(TaskKind.TRAIN.queue()))
                .mapToLong(BrokerStatus.QueueStatus::ready)
                .sum();
    }

    private void publish(TaskRow row) {
        publisher.publish(row);
        telemetry.count(Telemetry.Count.RELAYED);
        LOG.info("task {} published by the relay", row.id());
    }
}
