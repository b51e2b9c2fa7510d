package dev.tasuki.testservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.Option;

/**
 * The child's side of {@link ElasticMqServer}: queues in memory under the limits of SQS, on the port it is given.
 * It says {@link #READY} once it answers, and ends at the end of its standard input: a parent that dies, however it
 * dies, closes that. Each line there is a number of milliseconds by which the server's clock goes forward at
 * once, answered by {@link #ADVANCED}.
 */
final class ElasticMqMain {
    static final String READY = "ElasticMQ answers";
    static final String ADVANCED = "the clock is ahead by ";

    private ElasticMqMain() {}

    /** Argument: the port. */
    public static void main(String[] arguments) throws IOException {
        ElasticMqClock clock = ElasticMqClock.installed();
        ActorSystem system = ActorSystem.create("elasticmq");
        ActorRef queues =
                system.actorOf(Props.create(QueueManagerActor.class, clock, StrictSQSLimits$.MODULE$, Option.empty()));
        int port = Integer.parseInt(arguments[0]);
        SQSRestServerBuilder.withActorSystem(system)
                .withQueueManagerActor(queues)
                .withInterface("127.0.0.1")
                .withPort(port)
                // URLs of queues name the address by which the client called: it may be a proxy's.
                .withServerAddress(new NodeAddress("http", "*", port, ""))
                .withSQSLimits(StrictSQSLimits$.MODULE$)
                .withAWSRegion(ElasticMqServer.REGION)
                .start()
                .waitUntilStarted();
        say(READY);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            say(ADVANCED + clock.advance(Long.parseLong(command)));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
