package dev.tasuki.core.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.Rig;
import dev.tasuki.core.dispatch.RunControl;
import dev.tasuki.core.dispatch.Sha256;
import dev.tasuki.core.dispatch.Telemetry;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.forest.model.Model;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModelCacheTest {
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Telemetry telemetry = new Telemetry();

    @Test
    void manyWhoAskAtOnceLoadOnce() throws Exception {
        Artifact artifact = stored(1);
        ModelCache cache = new ModelCache(store, 1 << 20, telemetry);
        CyclicBarrier start = new CyclicBarrier(8);
        List<Future<Model>> models = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                models.add(threads.submit(() -> {
                    start.await();
                    return cache.get(artifact);
                }));
            }
        }
        for (Future<Model> model : models) {
            assertThat(model.get()).isSameAs(models.getFirst().get());
        }
        assertThat(telemetry.value(Telemetry.Count.MODELS_LOADED)).isEqualTo(1);
    }

    @Test
    void aFailedLoadIsNotRemembered() throws IOException {
        Artifact artifact = stored(1);
        byte[] good;
        try (var reader = store.open(artifact.key())) {
            good = reader.content().readAllBytes();
        }
        store.put(artifact.key(), new ByteArrayInputStream(new byte[good.length]));
        ModelCache cache = new ModelCache(store, 1 << 20, telemetry);
        assertThatThrownBy(() -> cache.get(artifact)).isInstanceOf(Corrupt.class);

        store.put(artifact.key(), new ByteArrayInputStream(good));

        assertThat(cache.get(artifact).forest().nTrees()).isEqualTo(3);
    }

    @Test
    void bytesThatMatchTheirHashButAreNoModelAreCorrupt() throws IOException {
        byte[] bytes = Rig.utf8("a pickle");
        store.put("models/p/1.pkl", new ByteArrayInputStream(bytes));
        Artifact artifact = new Artifact("models/p/1.pkl", Sha256.hex(bytes), bytes.length);

        assertThatThrownBy(() -> new ModelCache(store, 1 << 20, telemetry).get(artifact))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("not a Tasuki model file");
    }

    @Test
    void memoryIsBoundedByBytes() throws IOException {
        Artifact first = stored(1);
        ModelCache cache = new ModelCache(store, first.size() * 2, telemetry);
        for (int seed = 1; seed <= 20; seed++) {
            assertThat(cache.get(stored(seed)).forest().nTrees()).isEqualTo(3);
        }

        assertThat(telemetry.value(Telemetry.Count.MODELS_EVICTED)).isGreaterThanOrEqualTo(17);
    }

    private Artifact stored(int seed) throws IOException {
        String request = "{\"dataset_id\":\"d\",\"features\":[\"a\"],\"target\":\"y\",\"params\":{\"n_estimators\":3,"
                + "\"random_state\":" + seed + "}}";
        Learned learned = Learner.alone(1)
                .learn(
                        new Learner.Source(
                                new DatasetId("d"),
                                "e",
                                new ByteArrayInputStream(Rig.utf8("a,y\n1,2\n3,4\n5,6\n7,8\n9,11\n"))),
                        TrainRequest.parse(Rig.utf8(request)),
                        RunControl.NONE)
                .orElseThrow();
        String key = "models/m-" + seed + "/1.tasuki";
        store.put(key, new ByteArrayInputStream(learned.artifact()));
        return new Artifact(key, Sha256.hex(learned.artifact()), learned.artifact().length);
    }
}
