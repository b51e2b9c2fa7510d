package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.program.Link.Weather;
import java.nio.file.Path;
import java.time.Duration;

/** Trouble of other kinds than a kill, under load. */
public enum Trouble {
    /** A consumer is stopped for longer than a lease, and goes on. */
    PAUSED_CONSUMER(Topology.POSTGRES) {
        @Override
        void happen(Stage stage, Load load) {
            load.awaitAnswers(20, 0);
            stage.pause("consumer-1");
            load.awaitTime(LONGER_THAN_A_LEASE);
            stage.goOn("consumer-1");
            load.awaitAnswers(20, 0);
        }
    },

    /** The producer is stopped for longer than a lease, and goes on. */
    PAUSED_PRODUCER(Topology.POSTGRES) {
        @Override
        void happen(Stage stage, Load load) {
            load.awaitAnswers(20, 0);
            stage.pause("producer");
            load.awaitTime(LONGER_THAN_A_LEASE);
            stage.goOn("producer");
            load.awaitAnswers(20, 0);
        }
    },

    /** A consumer's machine is an hour ahead of the others. */
    CLOCK_AHEAD(Topology.POSTGRES) {
        @Override
        void happen(Stage stage, Load load) {
            stage.aheadByAnHour("consumer-2", null);
            load.awaitAnswers(150, 0);
        }
    },

    /** Every link, one after the other, is cut. */
    LINKS_CUT(Topology.RABBIT) {
        @Override
        void happen(Stage stage, Load load) {
            eachLink(stage, load, Weather.CUT, Duration.ofSeconds(5));
        }
    },

    /** Every link, one after the other, passes nothing for a while. */
    LINKS_SILENT(Topology.RABBIT) {
        @Override
        void happen(Stage stage, Load load) {
            eachLink(stage, load, Weather.SILENT, Duration.ofSeconds(12));
        }
    },

    /** Every link, one after the other, is slow. */
    LINKS_SLOW(Topology.RABBIT) {
        @Override
        void happen(Stage stage, Load load) {
            eachLink(stage, load, Weather.SLOW, Duration.ofSeconds(5));
        }
    },

    /** On every link, one after the other, the server is told that nothing more will come. */
    LINKS_HALF_CLOSED(Topology.RABBIT) {
        @Override
        void happen(Stage stage, Load load) {
            eachLink(stage, load, Weather.HALF_CLOSED, Duration.ofSeconds(3));
        }
    },

    /** Broker and database are killed in turn. */
    SERVERS_KILLED(Topology.RABBIT) {
        @Override
        void happen(Stage stage, Load load) {
            for (int i = 0; i < 2; i++) {
                load.awaitAnswers(25, 0);
                stage.killServer("broker");
                load.awaitAnswers(25, 0);
                stage.killServer("database");
            }
            load.awaitAnswers(25, 0);
        }
    };

    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(40);

    private final Topology topology;

    Trouble(Topology topology) {
        this.topology = topology;
    }

    abstract void happen(Stage stage, Load load);

    /** Runs in an empty directory. */
    public Verdict run(Path directory, long seed) {
        return new UnderLoad(topology, seed).run(directory, this::happen);
    }

    private static void eachLink(Stage stage, Load load, Weather weather, Duration time) {
        for (String link : stage.links().names()) {
            load.awaitAnswers(15, 0);
            stage.fault(FaultKind.LINK, link);
            stage.links().become(link, weather);
            load.awaitTime(time);
            stage.links().become(link, Weather.FAIR);
            stage.healed(link);
        }
        load.awaitAnswers(15, 0);
    }
}
