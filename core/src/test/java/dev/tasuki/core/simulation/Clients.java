package dev.tasuki.core.simulation;

import dev.tasuki.core.port.Message;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Those who ask: clients that send a training until it is accepted, repeat it, cancel it and try it
 * again, ask for predictions, and a foreign producer. What they were promised is remembered.
 */
final class Clients {
    private static final long PATIENCE = 40 * VirtualScheduler.SECOND;
    private static final String DATASET = "d";
    /** The protocol by which some of them are answered. */
    static final String LETTERS = "letters";

    private final SimulatedSystem system;
    private final VirtualScheduler scheduler;
    private final InvariantChecker checker;
    private final Map<String, TaskId> keys = new TreeMap<>();
    private final Map<String, ScriptedTraining.Script> promised = new TreeMap<>();
    private int active;

    Clients(SimulatedSystem system) {
        this.system = system;
        this.scheduler = system.scheduler();
        this.checker = system.checker();
    }

    /** What an answer to a call was: a value, a refusal, or nothing at all. */
    private record Reply<T>(T value, Refusal refusal) {}

    /** The right answer to a prediction's question. */
    static byte[] answer(byte[] question) {
        String text = new String(question, StandardCharsets.UTF_8);
        return ("{\"status\":\"" + new StringBuilder(text).reverse() + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** A thread for each of them; some begin only when it is calm. */
    void begin() {
        int trainings = 2 + scheduler.random.nextInt(8);
        for (int i = 0; i < trainings; i++) {
            String name = "client-" + i;
            client(name, () -> train(name));
        }
        for (int i = scheduler.random.nextInt(4); i > 0; i--) {
            String name = "writer-" + i;
            client(name, () -> write(name));
        }
        for (int i = scheduler.random.nextInt(4); i > 0; i--) {
            String name = "asker-" + i;
            client(name, () -> predict(name));
        }
        if (!system.rates().losesMessages && scheduler.chance(4_000)) {
            client("foreign", this::foreign);
        }
    }

    private void client(String name, Runnable body) {
        active++;
        long delay = scheduler.between(0, system.rates().calmFrom() * 11 / 10);
        scheduler.spawn(null, name, () -> {
            scheduler.sleep(delay);
            body.run();
            active--;
        });
    }

    boolean done() {
        return active == 0;
    }

    Map<String, ScriptedTraining.Script> promised() {
        return promised;
    }

    private TrainRequest request(ScriptedTraining.Script script) {
        return request(script, "");
    }

    /** With further fields of a schedule. */
    private TrainRequest request(ScriptedTraining.Script script, String more) {
        String json = "{\"dataset_id\":\"" + DATASET + "\",\"features\":[\"a\"],\"target\":\"b\",\"name\":\""
                + script.name() + "\"" + more + "}";
        return TrainRequest.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** When it is to run, by the client's clock, which is right; most requests say nothing of it. */
    private String schedule() {
        StringBuilder more = new StringBuilder();
        if (scheduler.chance(5_000)) {
            more.append(",\"priority\":").append(scheduler.random.nextInt(10));
        }
        if (scheduler.chance(3_000)) {
            more.append(",\"tags\":[\"t\"]");
        }
        if (scheduler.chance(1_500)) {
            Instant start = scheduler.instant().plusMillis(scheduler.between(0, 90_000));
            more.append(",\"run_at\":\"").append(start).append('"');
        } else if (scheduler.chance(1_500)) {
            Instant end = scheduler.instant().plusMillis(scheduler.between(1_000, 90_000));
            more.append(",\"expires_at\":\"").append(end).append('"');
        }
        if (scheduler.chance(1_500)) {
            more.append(",\"timeout_s\":").append(scheduler.between(1, 60));
        }
        return more.toString();
    }

    private ScriptedTraining.Script script() {
        int kind = scheduler.random.nextInt(100);
        ScriptedTraining.End end = kind < 80
                ? ScriptedTraining.End.MODEL
                : ScriptedTraining.End.values()[1 + kind % (ScriptedTraining.End.values().length - 1)];
        int length = scheduler.random.nextInt(10);
        long millis = length < 6 ? scheduler.between(10, 2_000) : length < 9 ? scheduler.between(2_000, 9_000) : 30_000;
        long last = scheduler.chance(2_500) ? scheduler.between(0, 20_000) : 0;
        return new ScriptedTraining.Script(1 + scheduler.random.nextInt(12), millis, last, end);
    }

    private void train(String name) {
        String key = scheduler.chance(7_000) ? "key of " + name : null;
        key = key == null ? null : key.replace(' ', '-');
        ScriptedTraining.Script script = script();
        TrainRequest request = request(script, schedule());
        TaskId id = submit(request, key);
        if (id == null) {
            return;
        }
        promised.put(id.value(), script);
        if (key != null && scheduler.chance(3_000)) {
            repeat(request, key, id);
        }
        if (scheduler.chance(4_000)) {
            scheduler.sleep(scheduler.between(0, 30 * VirtualScheduler.SECOND));
            cancel(id);
        }
        if (scheduler.chance(2_500)) {
            scheduler.sleep(scheduler.between(0, 60 * VirtualScheduler.SECOND));
            retry(id);
        }
    }

    /** Sends a training under an id of its own until it is accepted, at times once more, and waits for the answer. */
    private void write(String name) {
        TaskId id = new TaskId(name);
        ScriptedTraining.Script script = script();
        TrainRequest request = request(script, schedule());
        Origin origin = new Origin(LETTERS, name);
        TaskId sent = until(
                "letter " + id,
                process -> process.trainings().accept(request, id, origin).row().id());
        checker.require(id.equals(sent), id + " was accepted as " + sent);
        promised.put(id.value(), script);
        if (scheduler.chance(3_000)) {
            until(
                    "letter again " + id,
                    process -> process.trainings()
                            .accept(request, id, origin)
                            .row()
                            .id());
        }
        if (scheduler.chance(3_000)) {
            scheduler.sleep(scheduler.between(0, 30 * VirtualScheduler.SECOND));
            cancel(id);
        }
        if (scheduler.chance(3_000)) {
            scheduler.sleep(scheduler.between(0, 60 * VirtualScheduler.SECOND));
            retry(id);
        }
    }

    private TaskId until(String what, Function<SimulatedProcess, TaskId> call) {
        long deadline = Math.max(scheduler.now(), system.rates().calmFrom()) + 240 * VirtualScheduler.SECOND;
        Reply<TaskId> reply = ask(what, call);
        while (reply.value == null) {
            checker.require(!(reply.refusal instanceof InvalidRequest), what + " was refused: " + reply.refusal);
            checker.require(scheduler.now() < deadline, what + " was not taken in calm weather: " + reply);
            scheduler.sleep(scheduler.between(200 * VirtualScheduler.MILLI, 5 * VirtualScheduler.SECOND));
            reply = ask(what, call);
        }
        return reply.value;
    }

    private void retry(TaskId id) {
        byte[] changes = ("{\"priority\":" + scheduler.random.nextInt(10) + "}").getBytes(StandardCharsets.UTF_8);
        Reply<TaskRow> reply = scheduler.chance(5_000)
                ? ask("mend " + id, process -> process.retries().mended(id, changes))
                : ask("retry " + id, process -> process.retries().again(id));
        checker.require(
                reply.refusal == null || reply.refusal instanceof NotReady || reply.refusal.retryable(),
                "retry of " + id + ": " + reply.refusal);
    }

    /** Until it is accepted; without a key a lost answer is the end, as nobody could tell a second task apart. */
    private TaskId submit(TrainRequest request, String key) {
        long deadline = Math.max(scheduler.now(), system.rates().calmFrom()) + 240 * VirtualScheduler.SECOND;
        while (true) {
            Reply<TaskRow> reply =
                    ask("train " + key, process -> process.trainings().submit(request, key));
            if (reply.value != null) {
                TaskId id = reply.value.id();
                if (key != null) {
                    TaskId former = keys.putIfAbsent(key, id);
                    checker.require(
                            former == null || former.equals(id), key + " was answered " + former + ", now " + id);
                }
                return id;
            }
            checker.require(!(reply.refusal instanceof InvalidRequest), "a good request was refused: " + reply.refusal);
            if (key == null && reply.refusal == null) {
                return null;
            }
            checker.require(scheduler.now() < deadline, "a training could not be accepted in calm weather: " + reply);
            scheduler.sleep(scheduler.between(200 * VirtualScheduler.MILLI, 5 * VirtualScheduler.SECOND));
        }
    }

    /** The same request again is the same task; another one under the key is refused. */
    private void repeat(TrainRequest request, String key, TaskId id) {
        checker.require(id.equals(submit(request, key)), key + " made a second task beside " + id);
        TrainRequest other = request(new ScriptedTraining.Script(99, 1, 0, ScriptedTraining.End.MODEL));
        Reply<TaskRow> reply = ask(
                "train " + key + " otherwise", process -> process.trainings().submit(other, key));
        checker.require(reply.value == null, key + " was taken for another request");
        checker.require(
                !(reply.refusal instanceof InvalidRequest wrong) || wrong.code() == RefusalCode.IDEMPOTENCY_CONFLICT,
                key + " of another request: " + reply.refusal);
    }

    private void cancel(TaskId id) {
        Reply<TaskRow> reply = ask("cancel " + id, process -> process.tasks().cancel(id));
        checker.require(
                reply.refusal == null || reply.refusal instanceof NotReady || reply.refusal.retryable(),
                "cancel of " + id + ": " + reply.refusal);
    }

    private void predict(String name) {
        for (int i = 0; i < 6; i++) {
            question(name + "-" + i);
            scheduler.sleep(scheduler.between(0, 20 * VirtualScheduler.SECOND));
        }
    }

    /** True if it was answered; a client is told something within its time, whatever happens. */
    boolean question(String text) {
        byte[] question = text.getBytes(StandardCharsets.UTF_8);
        long[] took = new long[1];
        Reply<byte[]> reply = ask("predict " + text, process -> {
            long began = scheduler.now();
            byte[] answer = process.requester().ask(TaskKind.PREDICT.queue(), question);
            took[0] = scheduler.now() - began;
            return answer;
        });
        if (reply.value != null) {
            String got = new String(reply.value, StandardCharsets.UTF_8);
            checker.require(
                    got.equals(new String(answer(question), StandardCharsets.UTF_8)),
                    "the answer to " + text + " is another's: " + got);
        }
        return reply.value != null;
    }

    /** A producer that knows no rows: its training is a durable message and nothing else. */
    private void foreign() {
        for (int i = 1; i <= 2; i++) {
            ScriptedTraining.Script script = script();
            TaskId id = new TaskId("f-" + i);
            byte[] body = request(script).toMessage(new ModelId(id.value()));
            while (system.rates().down(Service.BROKER)) {
                scheduler.sleep(VirtualScheduler.SECOND);
            }
            system.broker().send(Message.durable(TaskKind.TRAIN.queue(), body, id.value()), scheduler.instant());
            promised.put(id.value(), script);
            scheduler.sleep(scheduler.between(0, 20 * VirtualScheduler.SECOND));
        }
    }

    /** Asks some process that takes requests, on a thread of its own there, and waits for its answer. */
    private <T> Reply<T> ask(String what, Function<SimulatedProcess, T> call) {
        var ready = system.hosts().stream()
                .filter(host -> host.role.producer() && host.up() && host.process.ready())
                .map(host -> host.process)
                .toList();
        if (ready.isEmpty()) {
            scheduler.sleep(VirtualScheduler.SECOND);
            return new Reply<>(null, Service.BROKER.away("nobody listens"));
        }
        SimulatedProcess process = scheduler.oneOf(ready);
        Exchange<T> exchange = new Exchange<>(scheduler.self());
        scheduler.note("asks " + process.name() + ": " + what);
        scheduler.spawn(process, process.name() + "/http", () -> exchange.answer(call, process));
        scheduler.await(PATIENCE);
        exchange.over = true;
        Reply<T> reply = exchange.reply;
        scheduler.note(what + " answered "
                + (reply == null ? "nothing" : reply.refusal == null ? "well" : reply.refusal.code()));
        boolean excused = !process.alive() || process.lastTrouble() > exchange.began || system.rates().slow > 0;
        checker.require(
                reply != null || excused, what + ": no answer within " + PATIENCE / VirtualScheduler.SECOND + " s");
        return reply == null ? new Reply<>(null, null) : reply;
    }

    private final class Exchange<T> {
        private final SimulatedThread client;
        private final long began = scheduler.now();
        private Reply<T> reply;
        private boolean over;

        Exchange(SimulatedThread client) {
            this.client = client;
        }

        void answer(Function<SimulatedProcess, T> call, SimulatedProcess process) {
            Reply<T> made;
            try {
                made = new Reply<>(call.apply(process), null);
            } catch (Refusal refusal) {
                made = new Reply<>(null, refusal);
            }
            if (!over) {
                reply = made;
                scheduler.wake(client);
            }
        }
    }
}
