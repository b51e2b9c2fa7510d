package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Chains of a Celery program, whose trainings are ours, while our processes end: first at named steps from a call's
 * arrival to the mark that it is answered, with the other process to go on; then the fleet's broker is killed in the
 * middle of a training; then processes are killed at random under load.
 *
 * @param seed of the schedule and of the chains
 * @param points of {@link #POINTS}
 * @param broker true: the broker is killed, too
 */
public record CeleryRun(long seed, int kills, List<String> points, boolean broker) {
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

    /** A few steps and kills, for {@code ./check}. */
    public static CeleryRun small(long seed) {
        return new CeleryRun(seed, 3, List.of("tasks.accept:after", "tasks.Answered:before"), false);
    }

    /** Every step, the broker, and this many kills. */
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
            if (broker) {
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

    /** While a training is under way: nobody can answer before the broker is back, as all are stopped. */
    private static void killBroker(CeleryDeployment deployment) {
        TestDeployment members = deployment.members();
        String last;
        do {
            last = deployment.client().send(CeleryClient.Shape.MIXED, "s15-broker" + deployment.client().ended());
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
