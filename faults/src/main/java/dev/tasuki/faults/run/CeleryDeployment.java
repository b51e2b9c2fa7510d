package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Finding;
import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.program.CeleryWorker;
import dev.tasuki.testservers.RabbitServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Two consumers over PostgreSQL that take calls from a Celery fleet's RabbitMQ, a worker of Celery's own beside them,
 * and a client. For one thread.
 */
final class CeleryDeployment implements AutoCloseable {
    static final String ONE = "consumer-1";
    static final String OTHER = "consumer-2";

    private static final Duration TO_THE_END = Duration.ofMinutes(8);

    private final TestDeployment members;
    private final RabbitServer rabbit;
    private final CeleryWorker worker;
    private final CeleryClient client;
    private int tags;

    private CeleryDeployment(Path directory) throws IOException {
        rabbit = RabbitServer.start();
        members = TestDeployment.open(Topology.POSTGRES, directory);
        // Consumers alone bring no sample dataset.
        members.backends()
                .objects()
                .put("datasets/diabetes.csv", new ByteArrayInputStream(TrainingRequests.diabetes()));
        String broker = rabbit.url() + "//";
        members.with(
                List.of(),
                List.of(
                        "--num_threads",
                        "2",
                        "--celery",
                        broker,
                        "--celery-queues",
                        CeleryClient.QUEUE,
                        "--celery-name",
                        "{member}@faults"));
        client = new CeleryClient(rabbit.url(), members.history(), members.specs());
        worker = CeleryWorker.start(broker, directory);
    }

    /** Starts the servers and the Python worker; no member yet. */
    static CeleryDeployment open(Path directory) {
        try {
            return new CeleryDeployment(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestDeployment members() {
        return members;
    }

    CeleryClient client() {
        return client;
    }

    /** Sends a chain; the id of its last step. */
    String send(CeleryClient.Shape shape, Random random) {
        return client.send(shape, members.specs().any(random) + "-" + ++tags);
    }

    /** Waits for the end of a chain. */
    void awaitEnd(String last) {
        if (!TestDeployment.becomes(TO_THE_END, () -> client.ended(last))) {
            throw new IllegalStateException("the chain that ends with " + last + " never ended");
        }
    }

    /** Kills the fleet's broker and starts it again. No answer may be under way, as results by rpc end with it. */
    void killBroker() {
        members.fault(FaultKind.SERVER, "celery broker");
        rabbit.kill();
        try {
            rabbit.startAgain();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        members.healed("celery broker");
    }

    /** Waits until all has ended, and has it judged: rows and models as ever, and the end of every chain. */
    Verdict finish() {
        TestDeployment.becomes(TO_THE_END, () -> client.open() == 0);
        members.settled(TO_THE_END);
        Verdict rows = members.finish();
        Map<Finding, List<String>> findings = new EnumMap<>(Finding.class);
        findings.putAll(rows.findings());
        add(findings, Finding.LOST, client.lost());
        add(findings, Finding.WRONG_ANSWER, client.differing());
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("chains ended", (long) client.ended());
        figures.put("chains that failed", client.failures());
        figures.put("ends told again", client.again());
        figures.put("runs told to be tried again", client.retried());
        figures.putAll(rows.figures());
        return new Verdict(findings, figures);
    }

    private static void add(Map<Finding, List<String>> findings, Finding finding, List<String> more) {
        if (!more.isEmpty()) {
            List<String> all = new ArrayList<>(findings.getOrDefault(finding, List.of()));
            all.addAll(more);
            findings.put(finding, all);
        }
    }

    @Override
    public void close() {
        client.close();
        worker.close();
        members.close();
        rabbit.close();
    }
}
