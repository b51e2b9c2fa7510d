package dev.tasuki.faults.run;

import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.faults.history.Checker;
import dev.tasuki.faults.history.Event;
import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.History;
import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.program.FakeTime;
import dev.tasuki.faults.program.Tasuki;
import dev.tasuki.testservers.RestartableServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/**
 * A deployment with its history: members are started, killed and paused here, by name, and every
 * fault is written down before it is done. For one thread; only its {@link #client} is for several.
 */
final class TestDeployment implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(60);
    /** Of an attempt; what a run puts beside it to go on from is no model. */
    private static final Pattern ARTIFACT = Pattern.compile("models/[^/]+/\\d+\\.tasuki");

    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Topology topology;
    private final Path directory;
    private final Backends backends;
    private final History history;
    private final Path lines;
    private final ReachableServer reachable = new ReachableServer();
    private final TrainingRequests requests = new TrainingRequests();
    private final Client client;
    private final Map<String, Tasuki> running = new HashMap<>();
    private final Links links;
    private List<String> listenerArguments = List.of();
    private List<String> workerArguments = List.of();

    private TestDeployment(Topology topology, Path directory) {
        this.topology = topology;
        this.directory = directory;
        this.backends = Backends.start(topology, directory.resolve("data"));
        this.links = new Links(backends.ports());
        this.lines = directory.resolve("history.jsonl");
        this.history = History.write(lines);
        this.client = new Client(reachable, history, requests, CALL);
        requests.refer(history);
    }

    /** Starts the servers of a deployment; none of its members yet. */
    static TestDeployment open(Topology topology, Path directory) {
        return new TestDeployment(topology, directory);
    }

    Topology topology() {
        return topology;
    }

    Backends backends() {
        return backends;
    }

    History history() {
        return history;
    }

    Client client() {
        return client;
    }

    TrainingRequests specs() {
        return requests;
    }

    ReachableServer reachable() {
        return reachable;
    }

    /** Further arguments of the member that listens, and of those that work, in which {@code {member}} is their name. */
    TestDeployment with(List<String> listener, List<String> worker) {
        listenerArguments = listener;
        workerArguments = worker;
        return this;
    }

    /** Starts all members as shipped and waits until they are ready. */
    TestDeployment startAll() {
        up(topology.members().toArray(String[]::new));
        return this;
    }

    /** Starts a member, and returns at once. */
    Tasuki start(String member, @Nullable String plan) {
        return startAs(member, launch(member).withFaults(plan));
    }

    /** Starts a member otherwise than the others. */
    Tasuki startAs(String member, Tasuki.Launch launch) {
        Tasuki program = Tasuki.start(launch);
        running.put(member, program);
        return program;
    }

    /** Starts members as shipped and waits until they are ready. */
    void up(String... members) {
        for (String member : members) {
            start(member, null);
        }
        for (String member : members) {
            ready(member);
        }
    }

    /** Starts a member, anew if it runs, on a machine whose clock is an hour ahead of the others. */
    void aheadByAnHour(String member, @Nullable String plan) {
        if (runs(member)) {
            program(member).terminate();
            program(member).awaitEnd();
        }
        fault(FaultKind.CLOCK, member);
        Tasuki.Launch plain = launch(member);
        Map<String, String> variables = new HashMap<>(plain.variables());
        variables.putAll(FakeTime.ahead("+1h"));
        startAs(member, new Tasuki.Launch(plain.directory(), plan, variables, plain.arguments()));
        program(member).awaitReady();
    }

    /** How a member is started. */
    Tasuki.Launch launch(String member) {
        String role = member.replaceAll("-\\d+$", "");
        List<String> arguments = new ArrayList<>(
                List.of(role, "--data", directory.resolve("data").toString()));
        boolean listens = member.equals(topology.members().getFirst());
        if (listens) {
            arguments.addAll(List.of("--port", "0"));
            arguments.addAll(listenerArguments);
        }
        if (!listens || topology.members().size() == 1) {
            workerArguments.forEach(each -> arguments.add(each.replace("{member}", member)));
        }
        backends.arguments().forEach(each -> arguments.add(links.through(member, each)));
        Map<String, String> variables = new HashMap<>();
        backends.variables().forEach((name, value) -> variables.put(name, links.through(member, value)));
        return new Tasuki.Launch(directory, null, variables, arguments);
    }

    /** Waits until a started member is ready; what was done to it before is over then. */
    void ready(String member) {
        String url = program(member).awaitReady();
        if (member.equals(topology.members().getFirst())) {
            reachable.open(url);
        }
        healed(member);
    }

    /** The same for one that may end itself before; false if it has. */
    boolean readyOrEnded(String member) {
        String url = program(member).awaitReadyOrEnd();
        if (url.isEmpty()) {
            return false;
        }
        if (member.equals(topology.members().getFirst())) {
            reachable.open(url);
        }
        return true;
    }

    boolean runs(String member) {
        Tasuki program = running.get(member);
        return program != null && program.alive();
    }

    Tasuki program(String member) {
        return Objects.requireNonNull(running.get(member), member);
    }

    void fault(FaultKind kind, String target) {
        history.add(new Event.Fault(history.now(), kind, target));
    }

    void healed(String target) {
        history.add(new Event.Healed(history.now(), target));
    }

    /** SIGKILL to a member. */
    void kill(String member) {
        fault(FaultKind.KILL, member);
        shut(member);
        program(member).kill();
    }

    /** Waits until a member has ended itself. */
    void halted(String member) {
        program(member).awaitEnd();
        shut(member);
    }

    /** Writes down how many rows say that they are with the broker, and how many messages it has. */
    void countMessages() {
        history.add(new Event.Waiting(
                history.now(), backends.rows().published(), backends.rows().messages()));
    }

    private void shut(String member) {
        if (member.equals(topology.members().getFirst())) {
            reachable.close();
        }
    }

    /** The ways from members to servers. */
    Links links() {
        return links;
    }

    /** SIGSTOP to a member. */
    void pause(String member) {
        fault(FaultKind.PAUSE, member);
        program(member).pause();
    }

    /** SIGCONT to a member. */
    void goOn(String member) {
        program(member).goOn();
        healed(member);
    }

    /** Kills a server and starts it again. */
    void killServer(String name) {
        killServer(name, () -> {});
    }

    /** Kills a server, and starts it again after {@code meanwhile}. */
    void killServer(String name, Runnable meanwhile) {
        RestartableServer server = server(name);
        fault(FaultKind.SERVER, name);
        server.kill();
        meanwhile.run();
        try {
            server.startAgain();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        healed(name);
    }

    /** SIGSTOP to a server, and SIGCONT after {@code meanwhile}. */
    void pauseServer(String name, Runnable meanwhile) {
        try {
            fault(FaultKind.SERVER, name);
            server(name).pause();
            meanwhile.run();
            server(name).goOn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        healed(name);
    }

    private RestartableServer server(String name) {
        return Objects.requireNonNull(backends.servers().get(name), name);
    }

    /** All ways to Redis lead to another one, which has what it had. */
    void movedRedis(int port) {
        backends.servers().forEach((name, server) -> {
            if (server == backends.redis()) {
                links.redirect(name, port);
            }
        });
        backends.movedRedis(port);
    }

    /** Waits until no row is unfinished; false if the patience ended first. */
    boolean settled(Duration patience) {
        return becomes(patience, () -> backends.rows().unfinished() == 0);
    }

    /** The same, or until this member has ended: then nobody is left to finish anything. */
    boolean settledOrEnded(String member, Duration patience) {
        return becomes(patience, () -> !runs(member) || backends.rows().unfinished() == 0);
    }

    /** Waits until the task has been claimed this many times; false if the patience ended first. */
    boolean awaitEpoch(String task, long epoch, Duration patience) {
        return becomes(
                patience,
                () -> backends.rows().all(0).stream().anyMatch(row -> row.task().equals(task) && row.epoch() >= epoch));
    }

    /** Waits until this holds; false if the patience ended first. */
    static boolean becomes(Duration patience, Callable<Boolean> what) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(GLANCE)
                    .ignoreExceptions()
                    .until(what);
            return true;
        } catch (ConditionTimeoutException never) {
            return false;
        }
    }

    /** Whether this holds at each look for a time; false if it has not within {@code most}. */
    static boolean stays(Duration time, Duration most, Duration each, Callable<Boolean> what) {
        try {
            Awaitility.await()
                    .during(time)
                    .atMost(most)
                    .pollInterval(each)
                    .failFast("it does not hold any more", () -> !what.call())
                    .until(what);
            return true;
        } catch (ConditionTimeoutException | TerminalFailureException never) {
            return false;
        }
    }

    /** Stops all members, writes down rows and objects, and has the whole history checked. */
    Verdict finish() {
        running.values().forEach(Tasuki::close);
        backends.rows().all(history.now()).forEach(history::add);
        for (StoredObject object : backends.objects().list("models/")) {
            if (ARTIFACT.matcher(object.key()).matches()) {
                history.add(new Event.Stored(history.now(), object.key(), object.size(), sha256(object.key())));
            }
        }
        return Checker.check(History.read(lines));
    }

    private String sha256(String key) {
        try (ObjectReader reader = backends.objects().open(key)) {
            return Sha256.hex(reader.content().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(Tasuki::close);
        client.close();
        history.close();
        links.close();
        backends.close();
    }
}
