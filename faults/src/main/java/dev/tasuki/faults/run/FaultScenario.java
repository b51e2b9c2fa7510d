package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.program.Link.Weather;
import java.nio.file.Path;
import java.time.Duration;

/** Faults other than kills, under load. */
public enum FaultScenario {
    /** A consumer is stopped for longer than a lease, and goes on. */
    PAUSED_CONSUMER(Topology.POSTGRES) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            load.awaitAnswers(20, 0);
            deployment.pause("consumer-1");
            load.awaitTime(LONGER_THAN_A_LEASE);
            deployment.goOn("consumer-1");
            load.awaitAnswers(20, 0);
        }
    },

    /** The producer is stopped for longer than a lease, and goes on. */
    PAUSED_PRODUCER(Topology.POSTGRES) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            load.awaitAnswers(20, 0);
            deployment.pause("producer");
            load.awaitTime(LONGER_THAN_A_LEASE);
            deployment.goOn("producer");
            load.awaitAnswers(20, 0);
        }
    },

    /** A consumer's machine is an hour ahead of the others. */
    CLOCK_AHEAD(Topology.POSTGRES) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            deployment.aheadByAnHour("consumer-2", null);
            load.awaitAnswers(150, 0);
        }
    },

    /** Every link, one after the other, is cut. */
    LINKS_CUT(Topology.RABBIT) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.CUT, Duration.ofSeconds(5));
        }
    },

    /** Every link, one after the other, passes nothing for a while. */
    LINKS_SILENT(Topology.RABBIT) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.SILENT, Duration.ofSeconds(12));
        }
    },

    /** Every link, one after the other, is slow. */
    LINKS_SLOW(Topology.RABBIT) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.SLOW, Duration.ofSeconds(5));
        }
    },

    /** On every link, one after the other, the server is told that nothing more will come. */
    LINKS_HALF_CLOSED(Topology.RABBIT) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.HALF_CLOSED, Duration.ofSeconds(3));
        }
    },

    /** Broker and database are killed in turn. */
    SERVERS_KILLED(Topology.RABBIT) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            for (int i = 0; i < 2; i++) {
                load.awaitAnswers(25, 0);
                deployment.killServer("broker");
                load.awaitAnswers(25, 0);
                deployment.killServer("database");
            }
            load.awaitAnswers(25, 0);
        }
    };

    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(40);

    private final Topology topology;

    FaultScenario(Topology topology) {
        this.topology = topology;
    }

    abstract void happen(TestDeployment deployment, Load load);

    /** Runs in an empty directory. */
    public Verdict run(Path directory, long seed) {
        return new UnderLoad(topology, seed).run(directory, this::happen);
    }

    private static void eachLink(TestDeployment deployment, Load load, Weather weather, Duration time) {
        for (String link : deployment.links().names()) {
            load.awaitAnswers(15, 0);
            deployment.fault(FaultKind.LINK, link);
            deployment.links().become(link, weather);
            load.awaitTime(time);
            deployment.links().become(link, Weather.FAIR);
            deployment.healed(link);
        }
        load.awaitAnswers(15, 0);
    }
}
