package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Chains of a Celery program, whose trainings are ours, while our processes end: first at named steps from a call's
 * arrival to the mark that it is answered, with the other process to go on; then a store fails in the middle of a
 * training, the result store is away when chains arrive and while they run, and the fleet's broker is killed in the
 * middle of a training; then processes are killed at random under load.
 *
 * @param seed of the schedule and of the chains
 * @param points of {@link #POINTS}
 * @param servers true: the stores and the broker fail, too
 */
public record CeleryRun(long seed, int kills, List<String> points, boolean servers) {
    /** In the order in which a training reaches them. */
    public static final List<String> POINTS = List.of(
            "tasks.accept:before",
            "tasks.accept:after",
            "tasks.Claim:before",
            "tasks.Claim:after",
            "objects.put:before",
            "objects.put:after",
            "tasks.Complete:before",
            "tasks.Complete:after",
            "tasks.Answering:before",
            "tasks.Answering:after",
            "tasks.Answered:before",
            "tasks.Answered:after");

    private static final Duration TO_BE_READY = Duration.ofMinutes(5);
    private static final int UNDER_WAY = 24;
    private static final int LONGEST_MILLIS = 1500;
    private static final long PAUSE_MILLIS = 40;
    private static final int CHAINS_AT_OUTAGE = 4;
    private static final long OUTAGE_MILLIS = 60_000;
    private static final String DATABASE = "database";

    /** A few steps and kills, for {@code ./check}. */
    public static CeleryRun small(long seed) {
        return new CeleryRun(seed, 3, List.of("tasks.accept:after", "tasks.Answered:before"), false);
    }

    /** Every step, the stores and the broker away, and this many kills. */
    public static CeleryRun whole(long seed, int kills) {
        return new CeleryRun(seed, kills, POINTS, true);
    }

    /** Runs in an empty directory. */
    public Verdict run(Path directory) {
        Random random = new Random(seed);
        try (CeleryDeployment deployment = CeleryDeployment.open(directory)) {
            for (String point : points) {
                halt(deployment, point, random);
            }
            for (String member : List.of(CeleryDeployment.ONE, CeleryDeployment.OTHER)) {
                if (!deployment.members().runs(member)) {
                    deployment.members().up(member);
                }
            }
            if (servers) {
                failStore(deployment, random);
                takeDatabaseAway(deployment, random);
                killBroker(deployment);
            }
            killAtRandom(deployment, random);
            return deployment.finish();
        }
    }

    /** One process reaches the point and is gone; the other goes on with what it left. */
    private static void halt(CeleryDeployment deployment, String point, Random random) {
        TestDeployment members = deployment.members();
        for (String member : List.of(CeleryDeployment.ONE, CeleryDeployment.OTHER)) {
            if (members.runs(member)) {
                members.kill(member);
            }
        }
        members.fault(FaultKind.HALT, CeleryDeployment.ONE);
        members.start(CeleryDeployment.ONE, "halt:" + point + ":1");
        String last = deployment.send(CeleryClient.Shape.MIXED, random);
        members.halted(CeleryDeployment.ONE);
        members.healed(CeleryDeployment.ONE);
        members.up(CeleryDeployment.OTHER);
        deployment.awaitEnd(last);
    }

    /** The model cannot be stored at first: the call is told that it is tried again, and then ends well. */
    private static void failStore(CeleryDeployment deployment, Random random) {
        TestDeployment members = deployment.members();
        members.kill(CeleryDeployment.ONE);
        members.kill(CeleryDeployment.OTHER);
        members.fault(FaultKind.STORE, "objects");
        members.start(CeleryDeployment.ONE, "fail:objects.put:before:1");
        members.ready(CeleryDeployment.ONE);
        long before = deployment.client().retried();
        deployment.awaitEnd(deployment.send(CeleryClient.Shape.PREDICTED, random));
        if (deployment.client().retried() == before) {
            throw new IllegalStateException("no call was told RETRY though the store failed");
        }
        members.healed("objects");
        members.up(CeleryDeployment.OTHER);
    }

    /** For a minute: chains that arrive meanwhile wait at the fleet's broker, and those under way go on later. */
    private static void takeDatabaseAway(CeleryDeployment deployment, Random random) {
        List<String> last = new ArrayList<>();
        for (int i = 0; i < CHAINS_AT_OUTAGE; i++) {
            last.add(deployment.send(CeleryClient.Shape.MIXED, random));
        }
        deployment.members().killServer(DATABASE, () -> {
            for (int i = 0; i < CHAINS_AT_OUTAGE; i++) {
                last.add(deployment.send(CeleryClient.Shape.MIXED, random));
            }
            pause(new CountDownLatch(1), OUTAGE_MILLIS);
        });
        last.forEach(deployment::awaitEnd);
    }

    /** While a training is under way: nobody can answer before the broker is back, as all are stopped. */
    private static void killBroker(CeleryDeployment deployment) {
        TestDeployment members = deployment.members();
        String last;
        do {
            last = deployment
                    .client()
                    .send(
                            CeleryClient.Shape.MIXED,
                            "s15-broker" + deployment.client().ended());
            String task = deployment.client().firstOf(last);
            members.awaitEpoch(task, 1, TO_BE_READY);
            members.pause(CeleryDeployment.ONE);
            members.pause(CeleryDeployment.OTHER);
        } while (letGoOnIfEnded(deployment, last));
        deployment.killBroker();
        members.goOn(CeleryDeployment.ONE);
        members.goOn(CeleryDeployment.OTHER);
        deployment.awaitEnd(last);
    }

    /** Rows that have ended may have been answered into the broker's memory, which goes with it. */
    private static boolean letGoOnIfEnded(CeleryDeployment deployment, String last) {
        TestDeployment members = deployment.members();
        if (members.backends().rows().unfinished() > 0) {
            return false;
        }
        members.goOn(CeleryDeployment.ONE);
        members.goOn(CeleryDeployment.OTHER);
        deployment.awaitEnd(last);
        return true;
    }

    private void killAtRandom(CeleryDeployment deployment, Random random) {
        TestDeployment members = deployment.members();
        CountDownLatch stop = new CountDownLatch(1);
        Thread load = Thread.ofVirtual().name("celery-load").start(() -> load(deployment, stop));
        List<String> killed = List.of(CeleryDeployment.ONE, CeleryDeployment.OTHER);
        Set<String> starting = new HashSet<>();
        for (int i = 0; i < kills; i++) {
            String member = killed.get(random.nextInt(killed.size()));
            if (starting.remove(member)) {
                members.ready(member);
            }
            int ended = deployment.client().ended();
            TestDeployment.becomes(TO_BE_READY, () -> deployment.client().ended() > ended);
            pause(stop, random.nextInt(LONGEST_MILLIS));
            members.kill(member);
            members.start(member, null);
            starting.add(member);
        }
        starting.forEach(members::ready);
        stop.countDown();
        join(load);
    }

    /** Sends chains of all shapes, a bounded number at once. */
    private void load(CeleryDeployment deployment, CountDownLatch stop) {
        Random random = new Random(seed + 1);
        CeleryClient.Shape[] shapes = CeleryClient.Shape.values();
        do {
            if (deployment.client().open() < UNDER_WAY) {
                deployment.send(shapes[random.nextInt(shapes.length)], random);
            }
        } while (!pause(stop, PAUSE_MILLIS));
    }

    /** True if it is to stop. */
    private static boolean pause(CountDownLatch stop, long millis) {
        try {
            return stop.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void join(Thread load) {
        try {
            load.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
