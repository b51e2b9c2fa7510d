package dev.tasuki.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to tasks, as a stream and page by page. */
class EventRoutesTest {
    private final MemoryTaskStore store = new MemoryTaskStore(LiveServer.CLOCK);
    private LiveServer live;

    @BeforeEach
    void start() {
        accept(store, "first");
        live = new LiveServer(LiveServer.Bounds.ROOMY, store, store.changes());
    }

    @AfterEach
    void stop() {
        live.close();
    }

    @Test
    void aStreamBeginsWithASnapshotAndTellsEachChangeAsACloudEvent() throws IOException {
        try (EventReader reader = new EventReader(live.server().url(), "/events", "")) {
            assertThat(reader.header("Content-Type")).startsWith("text/event-stream");
            assertThat(reader.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reader.header("X-Accel-Buffering")).isEqualTo("no");
            EventReader.Event snapshot = reader.next();
            assertThat(snapshot.name()).isEqualTo("snapshot");
            assertThat(snapshot.id()).isEqualTo("1");
            JsonNode content = Json.stored(snapshot.data());
            assertThat(content.at("/about").asText()).isEqualTo("tasks");
            assertThat(content.at("/content/tasks/0/task_id").asText()).isEqualTo("first");

            live.rows.apply(new Transition.Claim(new TaskId("first"), 0, "w", Duration.ofMinutes(1)));
            EventReader.Event started = reader.nextWithId();
            assertThat(started.name()).isEqualTo("task.started");
            assertThat(started.id()).isEqualTo("2");
            JsonNode event = Json.stored(started.data());
            assertThat(event.path("specversion").asText()).isEqualTo("1.0");
            assertThat(event.path("type").asText()).isEqualTo("dev.tasuki.task.started");
            assertThat(event.path("subject").asText()).isEqualTo("first");
            assertThat(event.path("id").asText()).isEqualTo("evt_2");
            assertThat(event.path("sequence").asText()).isEqualTo("00000000000000000002");
            assertThat(event.at("/data/state").asText()).isEqualTo("TASK_STARTED");
            assertThat(event.at("/data/links/task").asText()).isEqualTo("/tasks/first");

            EventReader.Event gauge = reader.next();
            while (gauge.name().equals("progress")) {
                assertThat(gauge.id()).isEmpty();
                gauge = reader.next();
            }
            assertThat(gauge.name()).isEqualTo("ping");
            assertThat(gauge.id()).isEmpty();
        }
    }

    @Test
    void aStreamIsOfWhatItIsAskedAbout() throws IOException {
        String about = "/events?topics=models,datasets,queues,task:first";
        try (EventReader reader = new EventReader(live.server().url(), about, "")) {
            List<String> snapshots = new ArrayList<>();
            EventReader.Event event = reader.next();
            for (int i = 0; i < 4; i++) {
                assertThat(event.name()).isEqualTo("snapshot");
                snapshots.add(Json.stored(event.data()).path("about").asText() + " " + event.id());
                event = reader.next();
            }
            assertThat(snapshots).containsExactly("models ", "datasets ", "queues ", "task:first 1");
            assertThat(event.name()).isEqualTo("queues");
            accept(live.rows, "other");
            live.rows.apply(new Transition.Cancel(new TaskId("other")));
            live.rows.apply(new Transition.Remove(new TaskId("other")));
            live.rows.apply(new Transition.Cancel(new TaskId("first")));

            assertThat(reader.nextWithId().name()).isEqualTo("model.deleted");
            assertThat(reader.nextWithId().name()).isEqualTo("task.cancelled");
        }
    }

    /** Whichever program stores them: what counts is what the object store has. */
    @Test
    void datasetsThatAreStoredAndRemovedAreToldWithoutAnId() throws IOException {
        try (EventReader reader = new EventReader(live.server().url(), "/events?topics=datasets", "")) {
            assertThat(reader.next().name()).isEqualTo("snapshot");
            live.objects.put("datasets/fresh.csv", new ByteArrayInputStream("a,b\n1,2\n".getBytes(UTF_8)));
            EventReader.Event stored = named(reader, "dataset.stored");
            assertThat(stored.id()).isEmpty();
            assertThat(Json.stored(stored.data()).path("dataset_id").asText()).isEqualTo("fresh");
            assertThat(Json.stored(stored.data()).path("size").asInt()).isEqualTo(8);
            live.http.put("/datasets/fresh", "a,b\n3,4\n5,6\n");
            assertThat(Json.stored(named(reader, "dataset.stored").data())
                            .path("size")
                            .asInt())
                    .isEqualTo(12);
            live.http.delete("/datasets/fresh");
            assertThat(Json.stored(named(reader, "dataset.deleted").data())
                            .path("dataset_id")
                            .asText())
                    .isEqualTo("fresh");
        }
        // Those who come back are told what there is.
        try (EventReader reader = new EventReader(live.server().url(), "/events?topics=datasets", "1")) {
            EventReader.Event again = reader.next();
            assertThat(again.name() + again.id()).isEqualTo("snapshot");
            assertThat(Json.stored(again.data()).at("/content/datasets").findValuesAsText("dataset_id"))
                    .containsExactly("diabetes");
        }
    }

    private static EventReader.Event named(EventReader reader, String name) throws IOException {
        EventReader.Event event = reader.next();
        while (!event.name().equals(name)) {
            assertThat(event.name()).isEqualTo("ping");
            event = reader.next();
        }
        return event;
    }

    @Test
    void aClientThatComesBackGetsWhatItHasMissed() throws IOException {
        for (int i = 0; i < 30; i++) {
            accept(live.rows, "t-" + i);
        }
        try (EventReader reader = new EventReader(live.server().url(), "/events", "11")) {
            for (int version = 12; version <= 31; version++) {
                assertThat(reader.nextWithId().id()).isEqualTo(Integer.toString(version));
            }
        }
    }

    @Test
    void whatIsGoneFromTheLogIsSaid() {
        for (int i = 0; i < 9; i++) {
            accept(live.rows, "t-" + i);
        }
        store.changes().prune(Instant.EPOCH, 4);

        Http.Answer gone = live.http.get("/events?after=2");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().path("code").asText()).isEqualTo("events_gone");
        assertThat(gone.json().path("detail").asText()).contains("oldest that is left has version 7", "after=6");
        assertThat(live.http.get("/events?after=6").json().path("events")).hasSize(4);
        assertThat(live.http
                        .send(live.http.request("/events").header("Last-Event-ID", "5"))
                        .status())
                .isEqualTo(410);
        assertThat(live.http
                        .send(live.http.request("/events").header("Last-Event-ID", "x"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void pagesAreJson() {
        live.rows.apply(new Transition.Claim(new TaskId("first"), 0, "w", Duration.ofMinutes(1)));
        live.rows.apply(new Transition.Fail(
                new TaskId("first"), 1, new Outcome.Failed(RefusalCode.UNKNOWN_COLUMN, "no column x")));
        accept(live.rows, "second");

        JsonNode two = live.http.get("/events?after=0&limit=2").json();
        assertThat(two.path("events")).hasSize(2);
        assertThat(two.path("next").asLong()).isEqualTo(2);
        JsonNode rest = live.http.get("/events?after=2").json();
        assertThat(rest.at("/events/0/data/error/code").asText()).isEqualTo("unknown_column");
        assertThat(rest.path("events")).hasSize(2);
        JsonNode errors = live.http
                .get("/events?after=0&types=task.error,dev.tasuki.task.started")
                .json();
        assertThat(errors.path("events").findValuesAsText("type"))
                .containsExactly("dev.tasuki.task.started", "dev.tasuki.task.error");
        assertThat(errors.path("next").asLong()).isEqualTo(4);
        JsonNode ofTask = live.http.get("/tasks/first/events").json();
        assertThat(ofTask.path("events").findValuesAsText("id")).containsExactly("evt_1", "evt_2", "evt_3");
        assertThat(live.http
                        .get("/tasks/first/events?after=1&limit=1")
                        .json()
                        .path("next")
                        .asLong())
                .isEqualTo(2);
    }

    /** A client that asks for the headers alone never takes the stream, and would hold its place for good. */
    @Test
    @Tag("bound:event_streams")
    void askingForTheHeadersTakesNoPlace() throws IOException {
        for (int i = 0; i <= Limits.EVENT_STREAMS.value(); i++) {
            Http.Answer head =
                    live.http.send(live.http.request("/events").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        }
        try (EventReader reader = new EventReader(live.server().url(), "/events", "")) {
            assertThat(reader.next().name()).isEqualTo("snapshot");
        }
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThat(live.http.get("/tasks/nope/events").status()).isEqualTo(404);
        for (String query :
                List.of("topics=nope", "after=0&types=task.lost", "after=-1", "after=0&limit=1001", "x=1")) {
            assertThat(live.http.get("/events?" + query).status()).as(query).isEqualTo(422);
        }
    }

    /** Clients that are cut at random, a server that is restarted twice, and three who write meanwhile. */
    @Test
    void everyClientSeesEveryTransitionOnceAndInOrder() throws Exception {
        int clients = 200;
        int tasks = 12;
        AtomicReference<URI> server = new AtomicReference<>(live.server().url());
        AtomicInteger written = new AtomicInteger();
        List<Future<List<Long>>> seen = new ArrayList<>();
        long last = 1 + 3L * tasks * 3;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                seen.add(threads.submit(client(server, new Random(i), last)));
            }
            List<Future<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                int mine = writer;
                writers.add(threads.submit(() -> write(mine, tasks, written)));
            }
            for (int restart = 1; restart <= 2; restart++) {
                int much = restart * tasks;
                while (written.get() < much) {
                    Thread.onSpinWait();
                }
                LiveServer next = new LiveServer(LiveServer.Bounds.ROOMY, store, store.changes());
                server.set(next.server().url());
                live.close();
                live = next;
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isEqualTo(tasks);
            }
            for (Future<List<Long>> client : seen) {
                assertThat(client.get()).hasSize((int) last - 1).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    private Callable<List<Long>> client(AtomicReference<URI> server, Random random, long last) {
        return () -> {
            List<Long> seen = new ArrayList<>();
            String lastSeen = "1";
            while (!lastSeen.equals(Long.toString(last))) {
                try (EventReader reader = new EventReader(server.get(), "/events", lastSeen)) {
                    for (int left = 1 + random.nextInt(36); left > 0 && !lastSeen.equals(Long.toString(last)); left--) {
                        lastSeen = reader.nextWithId().id();
                        seen.add(Long.parseLong(lastSeen));
                    }
                } catch (IOException | UncheckedIOException cut) {
                    // The server is being restarted: on to where it is now.
                    Thread.onSpinWait();
                }
            }
            return seen;
        };
    }

    private int write(int writer, int tasks, AtomicInteger written) {
        for (int i = 0; i < tasks; i++) {
            TaskId id = new TaskId("w" + writer + "-" + i);
            accept(store, id.value());
            store.apply(new Transition.Claim(id, 0, "w", Duration.ofMinutes(1)));
            store.apply(new Transition.Fail(id, 1, new Outcome.Failed(RefusalCode.UNKNOWN_COLUMN, "no column x")));
            written.incrementAndGet();
        }
        return tasks;
    }

    private static void accept(TaskStore tasks, String id) {
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("d"), null, null, List.of(), Instant.EPOCH);
        tasks.accept(new NewTask(new TaskId(id), spec, null));
    }
}
