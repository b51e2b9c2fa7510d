package dev.tasuki.server.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.use.Models;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.server.metrics.StatusCache;
import dev.tasuki.server.view.DatasetList;
import dev.tasuki.server.view.ModelList;
import dev.tasuki.server.view.TaskList;
import dev.tasuki.server.view.TaskView;
import dev.tasuki.server.wire.Drain;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import dev.tasuki.server.wire.Outflow;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.reactivestreams.Publisher;

/** Opens streams: a new one begins with what there is, one that goes on with what it has missed. Thread-safe. */
@ForClients
@Singleton
public final class EventStreams {
    private static final int SHOWN = 50;

    private final EventHub hub;
    private final Drain drain;
    private final Gauges gauges;
    private final Sources sources;

    /** Where snapshots come from. */
    @ForClients
    @Singleton
    record Sources(Tasks tasks, Models models, Datasets datasets, StatusCache status) {}

    EventStreams(EventHub hub, Drain drain, Gauges gauges, Sources sources) {
        this.hub = hub;
        this.drain = drain;
        this.gauges = gauges;
        this.sources = sources;
        drain.whenBegun(hub::end);
    }

    /**
     * A stream, whose bytes come when somebody asks for them. Throws refusals if there is no room, the store is
     * away, or a task is not there.
     *
     * @param seen the version that the client has come to; empty for one that begins
     */
    public Publisher<byte[]> open(Interest interest, OptionalLong seen) {
        long now = hub.enter();
        boolean open = false;
        try {
            long version = seen.orElse(now);
            Gauges.Reader reader = new Gauges.Reader(gauges, interest);
            List<byte[]> first = seen.isPresent() ? again(interest, version) : snapshot(interest, version);
            EventStream stream = new EventStream(hub, drain, interest, reader, version);
            open = true;
            return Outflow.of(out -> stream.write(out, first), hub::leave);
        } finally {
            if (!open) {
                hub.leave();
            }
        }
    }

    /** The rows are read after the version, so they have every change up to it. Only the last frame has the id. */
    private List<byte[]> snapshot(Interest interest, long version) {
        List<ObjectNode> parts = new ArrayList<>();
        for (Interest.Kind kind : interest.kinds()) {
            parts.add(part(kind.text(), version, content(kind)));
        }
        for (TaskId task : interest.tasks()) {
            parts.add(part("task:" + task, version, TaskView.of(sources.tasks().find(task))));
        }
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String id = i == parts.size() - 1 ? Long.toString(version) : "";
            frames.add(Frame.bytes(id, "snapshot", Json.bytes(parts.get(i))));
        }
        return frames;
    }

    /** What the log does not tell a client that comes back. */
    private List<byte[]> again(Interest interest, long version) {
        if (!interest.kinds().contains(Interest.Kind.DATASETS)) {
            return List.of();
        }
        ObjectNode part = part(Interest.Kind.DATASETS.text(), version, content(Interest.Kind.DATASETS));
        return List.of(Frame.gauge("snapshot", Json.bytes(part)));
    }

    private Object content(Interest.Kind kind) {
        return switch (kind) {
            case TASKS -> TaskList.of(sources.tasks().list(TaskQuery.newest(SHOWN)), SHOWN);
            case MODELS -> ModelList.of(sources.models().list(TaskQuery.newest(SHOWN)), SHOWN);
            case DATASETS -> DatasetList.of(sources.datasets().list());
            case QUEUES -> Gauges.queueState(sources.status());
        };
    }

    private static ObjectNode part(String about, long version, Object content) {
        ObjectNode part = Json.object().put("about", about).put("version", version);
        String json = content instanceof ObjectNode node
                ? node.toString()
                : new String(JsonAnswer.bytes(content), StandardCharsets.UTF_8);
        part.set("content", Json.stored(json));
        return part;
    }
}
