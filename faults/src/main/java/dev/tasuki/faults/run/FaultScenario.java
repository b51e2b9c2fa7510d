package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.program.Link.Weather;
import dev.tasuki.faults.sqs.SqsFaultPlan;
import dev.tasuki.faults.sqs.SqsProxy;
import java.nio.file.Path;
import java.time.Duration;

/** Faults other than kills, under load. */
public enum FaultScenario {
    /** A consumer is stopped for longer than a lease, and goes on. */
    PAUSED_CONSUMER(Topology.POSTGRES) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            paused(deployment, load, "consumer-1");
        }
    },

    /** The producer is stopped for longer than a lease, and goes on. */
    PAUSED_PRODUCER(Topology.POSTGRES) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            paused(deployment, load, "producer");
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

    /** Every link to Redis, one after the other, is cut. */
    REDIS_LINKS_CUT(Topology.REDIS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.CUT, Duration.ofSeconds(5));
        }
    },

    /** Every link to Redis, one after the other, passes nothing for a while. */
    REDIS_LINKS_SILENT(Topology.REDIS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.SILENT, Duration.ofSeconds(12));
        }
    },

    /** Every link to Redis, one after the other, is slow. */
    REDIS_LINKS_SLOW(Topology.REDIS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.SLOW, Duration.ofSeconds(5));
        }
    },

    /** On every link to Redis, one after the other, the server is told that nothing more will come. */
    REDIS_LINKS_HALF_CLOSED(Topology.REDIS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.HALF_CLOSED, Duration.ofSeconds(3));
        }
    },

    /** A consumer over Redis is stopped for longer than a lease: others take what it holds, and its late end is void. */
    REDIS_PAUSED_CONSUMER(Topology.REDIS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            paused(deployment, load, "consumer-1");
        }
    },

    /** Redis itself is stopped for longer than a lease, and goes on. */
    REDIS_PAUSED(Topology.REDIS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            load.awaitAnswers(20, 0);
            deployment.pauseServer("database", () -> load.awaitTime(LONGER_THAN_A_LEASE));
            load.awaitAnswers(20, 0);
        }
    },

    /** Redis has no memory left for a while: nothing is accepted, and nothing is lost. */
    REDIS_FULL(Topology.REDIS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            RedisControl redis = new RedisControl(deployment.backends().redis().port());
            load.awaitAnswers(20, 0);
            deployment.fault(FaultKind.FULL, "database");
            redis.set("maxmemory", "1mb");
            load.awaitTime(Duration.ofSeconds(15));
            redis.set("maxmemory", "0");
            deployment.healed("database");
            load.awaitAnswers(20, 0);
        }
    },

    /** Redis holds queues alone, keeps no log, and forgets them each time it is killed. */
    REDIS_QUEUES_FORGOTTEN(Topology.REDIS_QUEUES) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            for (int i = 0; i < 3; i++) {
                load.awaitAnswers(25, 0);
                deployment.killServer("broker");
            }
            load.awaitAnswers(25, 0);
        }
    },

    /** SQS delivers twice, out of order, throttles, loses answers, fails entries and deletes late, by twenty seeds. */
    SQS_AT_ITS_WORST(Topology.SQS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            SqsProxy sqs = deployment.backends().sqs();
            deployment.fault(FaultKind.LINK, "broker");
            for (long seed = 1; seed <= 20; seed++) {
                sqs.become(SqsFaultPlan.all(seed, STRUCK_PERCENT));
                load.awaitAnswers(10, 0);
            }
            sqs.become(SqsFaultPlan.NONE);
            deployment.healed("broker");
            load.awaitAccepted(KillRun.LEAST_ACCEPTED);
        }
    },

    /** SQS loses everything that it has, three times. */
    SQS_FORGOTTEN(Topology.SQS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            for (int i = 0; i < 3; i++) {
                load.awaitAnswers(25, 0);
                deployment.killServer("broker");
            }
            load.awaitAnswers(25, 0);
        }
    },

    /** Every link to SQS and to the database, one after the other, is cut. */
    SQS_LINKS_CUT(Topology.SQS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.CUT, Duration.ofSeconds(5));
        }
    },

    /** Every link to SQS and to the database, one after the other, passes nothing for a while. */
    SQS_LINKS_SILENT(Topology.SQS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            eachLink(deployment, load, Weather.SILENT, Duration.ofSeconds(12));
        }
    },

    /** A consumer over SQS is stopped for longer than a message stays invisible and than a lease. */
    SQS_PAUSED_CONSUMER(Topology.SQS) {
        @Override
        void happen(TestDeployment deployment, Load load) {
            paused(deployment, load, "consumer-1");
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
    /** Of the calls of SQS, for each of seven faults. */
    private static final int STRUCK_PERCENT = 5;

    private final Topology topology;

    FaultScenario(Topology topology) {
        this.topology = topology;
    }

    abstract void happen(TestDeployment deployment, Load load);

    /** Runs in an empty directory. */
    public Verdict run(Path directory, long seed) {
        return new UnderLoad(topology, seed).run(directory, this::happen);
    }

    private static void paused(TestDeployment deployment, Load load, String member) {
        load.awaitAnswers(20, 0);
        deployment.pause(member);
        load.awaitTime(LONGER_THAN_A_LEASE);
        deployment.goOn(member);
        load.awaitAnswers(20, 0);
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
