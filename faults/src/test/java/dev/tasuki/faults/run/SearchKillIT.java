package dev.tasuki.faults.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.fit.Learned;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.faults.history.Event;
import dev.tasuki.faults.history.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A search whose consumer is killed in its midst: its table is that of one that nobody has disturbed. */
@Execution(ExecutionMode.CONCURRENT)
final class SearchKillIT {
    private static final String TAG = TrainingRequests.SEARCH + "-1";
    private static final String LEASE = "lease:6";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int FOLDS = 4;
    private static final int FITS = 24;
    /** Bytes of a checkpoint before its parts, and behind them: docs/model-format.md. */
    private static final int HEAD = 52;

    private static final int DIGEST = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void anotherConsumerGoesOnFromTheFitsThatWereStored() {
        try (TestDeployment deployment = TestDeployment.open(Topology.POSTGRES, directory)) {
            String producer = Topology.POSTGRES.members().get(0);
            String first = Topology.POSTGRES.members().get(1);
            String second = Topology.POSTGRES.members().get(2);
            Learned undisturbed =
                    TrainingRequests.undisturbed(deployment.specs().body(TAG));
            deployment
                    .history()
                    .add(new Event.Reference(
                            deployment.history().now(), TrainingRequests.SEARCH, Sha256.hex(undisturbed.artifact())));
            // A fit is stored as soon as it has ended, unless another one is being written.
            deployment.with(List.of(), List.of("--checkpoint", "1ms", "--fit-threads", "1"));
            up(deployment, producer);
            up(deployment, first);
            String task = deployment.client().train(TAG, null).orElseThrow();

            assertThat(TestDeployment.becomes(
                            PATIENCE, () -> stored(deployment, task).size() > FOLDS))
                    .as("a candidate and more were stored")
                    .isTrue();
            deployment.kill(first);
            Map<Integer, JsonNode> stored = stored(deployment, task);
            assertThat(stored.size()).as("in the midst of the search").isBetween(FOLDS + 1, FITS - 1);
            up(deployment, second);
            assertThat(deployment.settled(PATIENCE)).isTrue();

            JsonNode found =
                    deployment.client().model(task).orElseThrow().body().path("search");
            assertThat(untimed(found)).isEqualTo(untimed(undisturbed.report().path("search")));
            assertThat(found.path("table")).hasSize(FITS / FOLDS);
            expectStoredOnesToBeTheSame(found, stored);
            assertThat(deployment.program(second).output())
                    .contains("task " + task + " goes on from " + stored.size() + " fits of a former attempt");
            Verdict verdict = deployment.finish();
            assertThat(verdict.well()).as(verdict.table()).isTrue();
        }
    }

    private static void up(TestDeployment deployment, String member) {
        deployment.start(member, LEASE);
        deployment.ready(member);
    }

    /** A fit that is done again takes another time. */
    private static void expectStoredOnesToBeTheSame(JsonNode found, Map<Integer, JsonNode> stored) {
        int whole = 0;
        for (int candidate = 0; candidate < FITS / FOLDS; candidate++) {
            double seconds = 0;
            boolean all = true;
            for (int fold = 0; fold < FOLDS; fold++) {
                JsonNode fit = stored.get(candidate * FOLDS + fold);
                JsonNode row = found.path("table").path(candidate);
                all &= fit != null;
                if (fit != null) {
                    seconds += fit.path("seconds").doubleValue();
                    assertThat(row.path("scores").path(fold)).isEqualTo(fit.path("score"));
                }
            }
            if (all) {
                whole++;
                assertThat(found.path("table")
                                .path(candidate)
                                .path("fit_seconds")
                                .doubleValue())
                        .as("candidate %d was not fitted twice", candidate + 1)
                        .isEqualTo(seconds);
            }
        }
        assertThat(whole).as("candidates that were stored whole").isPositive();
    }

    private static JsonNode untimed(JsonNode search) {
        ObjectNode copy = search.deepCopy();
        copy.remove("seconds");
        copy.path("table").forEach(row -> ((ObjectNode) row).remove("fit_seconds"));
        return copy;
    }

    /** What was measured of the fits that are in checkpoints, by their numbers. */
    private static Map<Integer, JsonNode> stored(TestDeployment deployment, String task) {
        Map<Integer, JsonNode> fits = new TreeMap<>();
        for (StoredObject object : deployment.backends().objects().list("models/" + task + "/")) {
            if (Keys.isCheckpoint(object.key())) {
                try (ObjectReader reader = deployment.backends().objects().open(object.key())) {
                    parts(ByteBuffer.wrap(reader.content().readAllBytes()), fits);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return fits;
    }

    private static void parts(ByteBuffer file, Map<Integer, JsonNode> into) throws IOException {
        file.position(HEAD);
        while (file.remaining() > DIGEST) {
            int number = file.getInt();
            byte[] json = new byte[file.getInt()];
            file.get(json);
            into.put(number, JSON.readTree(json));
        }
    }
}
