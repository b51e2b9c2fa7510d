package dev.tasuki.faults.run;

import dev.tasuki.faults.history.Checker;
import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.program.Link;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Redis that is promoted though it lacks the last writes: its link to the master is cut, more is accepted and run, the
 * master is killed, and the replica stands behind the same address from then on.
 *
 * <p>With rows and queues in Redis, what was accepted between cut and kill is lost, as the documentation says, and a
 * client that repeats its request gets a new task. With the rows elsewhere nothing is lost: the relay publishes again.
 */
public record PromotionRun(Kind kind) {
    private static final int BEFORE = 6;
    private static final int AMID = 4;
    private static final int AFTER = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String SERVER = "redis";
    private static final String LONG = TrainingRequests.LONG + "-1";

    /** What is in Redis. */
    public enum Kind {
        /** Rows and queues in Redis. */
        BOTH(Topology.REDIS, AMID),
        /** The queues alone; rows in PostgreSQL. */
        QUEUES(Topology.REDIS_QUEUES, 0);

        private final Topology topology;
        private final int lost;

        Kind(Topology topology, int lost) {
            this.topology = topology;
            this.lost = lost;
        }
    }

    /** Runs in an empty directory. */
    public Verdict run(Path directory) {
        try (TestDeployment deployment = TestDeployment.open(kind.topology, directory)) {
            RedisServer master = deployment.backends().redis();
            try (Link between = Link.to(master.port());
                    RedisServer replica =
                            RedisServer.start("--replicaof", "127.0.0.1", Integer.toString(between.port()))) {
                return promote(deployment, between, replica);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verdict promote(TestDeployment deployment, Link between, RedisServer replica) {
        RedisControl master = new RedisControl(deployment.backends().redis().port());
        RedisControl promoted = new RedisControl(replica.port());
        Awaitility.await("a replica").atMost(PATIENCE).until(() -> promoted.says("master_link_status", "up"));
        List<String> members = deployment.topology().members();
        deployment.up(members.get(0), members.get(1));
        List<String> before = tags("before", BEFORE);
        before.forEach(tag -> expect(accepted(deployment, tag), tag + " was not accepted"));
        expect(deployment.settled(PATIENCE), "not every task ended before the cut");
        String running = deployment.client().train(LONG, null).orElseThrow();
        expect(deployment.awaitEpoch(running, 1, PATIENCE), "the long training was never run");
        Awaitility.await("the replica has all")
                .atMost(PATIENCE)
                .until(() -> master.says("master_repl_offset", promoted.info("master_repl_offset")));

        deployment.fault(FaultKind.PROMOTION, SERVER);
        between.become(Link.Weather.CUT);
        List<String> amid = tags("amid", AMID);
        amid.forEach(tag -> expect(accepted(deployment, tag), tag + " was not accepted by the master"));
        if (kind == Kind.BOTH) {
            deployment.client().cancel(running);
            expect(deployment.settled(PATIENCE), "not every task ended at the master");
        }
        deployment.backends().redis().kill();
        promoted.promote();
        deployment.movedRedis(replica.port());
        Awaitility.await("accepting again")
                .atMost(PATIENCE)
                .until(() -> accepted(deployment, tags("first", 1).getFirst()));
        deployment.healed(SERVER);

        deployment.up(members.get(2));
        Stream.of(before, amid, tags("after", AFTER))
                .flatMap(List::stream)
                .forEach(tag -> expect(accepted(deployment, tag), tag + " was not accepted by the promoted server"));
        expect(
                deployment.awaitEpoch(running, 1, PATIENCE)
                        && deployment.client().cancel(running).isPresent(),
                "the long training is gone");
        expect(deployment.settled(PATIENCE), "not every task ended after the promotion");
        return judged(deployment.finish());
    }

    private Verdict judged(Verdict verdict) {
        long lost = verdict.figure(Checker.LOST_WITH_SERVER);
        expect(lost == kind.lost, lost + " tasks were lost with the master, " + kind.lost + " must be");
        return verdict;
    }

    private static boolean accepted(TestDeployment deployment, String tag) {
        return deployment.client().train(tag, key(tag)).isPresent();
    }

    private static String key(String tag) {
        return "key-" + tag;
    }

    private static List<String> tags(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i + "-" + name).toList();
    }

    private static void expect(boolean seen, String otherwise) {
        if (!seen) {
            throw new IllegalStateException(otherwise);
        }
    }
}
