package dev.tasuki.faults.run;

import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Kills members of a deployment, and its servers, at random moments under load, and starts each
 * again at once; others may die while it starts, but none before it was ready. A server may die under
 * one that starts. The clients go on until
 * {@link #LEAST_ACCEPTED} trainings were accepted, however slow the machine is: kills under which
 * nothing was asked for would prove nothing.
 *
 * @param seed of the schedule and of the clients' choices
 * @param kills of members
 * @param servers true: every eighth kill is a server's, if there is one
 */
public record KillRun(Topology topology, long seed, int kills, boolean servers) {
    /** Of every run. */
    static final int LEAST_ACCEPTED = 12;

    private static final int MOST_ANSWERS = 60;
    private static final int LONGEST_MILLIS = 200;
    private static final int SERVER_EACH = 8;
    /** The exit code of a process that cannot reach a server when it starts. */
    private static final int SERVER_AWAY = 6;

    private static final int MOST_STARTS = 10;

    /** Runs in an empty directory. */
    public Verdict run(Path directory) {
        return new UnderLoad(topology, seed).run(directory, this::kill);
    }

    private void kill(TestDeployment deployment, Load load) {
        Random random = new Random(seed);
        List<String> members = topology.members();
        List<String> killable = new ArrayList<>(deployment.backends().servers().keySet());
        Set<String> starting = new HashSet<>();
        for (int i = 1; i <= kills; i++) {
            String member = members.get(random.nextInt(members.size()));
            if (starting.remove(member)) {
                supervised(deployment, member);
            }
            load.awaitAnswers(random.nextInt(MOST_ANSWERS), random.nextInt(LONGEST_MILLIS));
            deployment.kill(member);
            deployment.start(member, null);
            if (member.equals(members.getFirst())) {
                supervised(deployment, member);
            } else {
                starting.add(member);
            }
            if (servers && i % SERVER_EACH == 0 && !killable.isEmpty()) {
                deployment.killServer(killable.get(random.nextInt(killable.size())));
            }
        }
        starting.forEach(member -> supervised(deployment, member));
        load.awaitAccepted(LEAST_ACCEPTED);
    }

    /** A member that found a server away when it began ends, and is started again, as by any supervisor. */
    private static void supervised(TestDeployment deployment, String member) {
        for (int starts = 1; starts < MOST_STARTS && !deployment.readyOrEnded(member); starts++) {
            if (deployment.program(member).awaitEnd() != SERVER_AWAY) {
                break;
            }
            deployment.start(member, null);
        }
        deployment.ready(member);
    }
}
