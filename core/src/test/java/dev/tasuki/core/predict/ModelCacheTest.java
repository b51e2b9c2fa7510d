package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.ask.Replies;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.fit.Learned;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.model.Model;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
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

        assertThat(cache.get(artifact).fitted().nTrees()).isEqualTo(3);
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
        ModelCache cache = new ModelCache(store, first.size() * 3, telemetry);
        for (int seed = 1; seed <= 20; seed++) {
            assertThat(cache.get(stored(seed)).fitted().nTrees()).isEqualTo(3);
        }

        assertThat(telemetry.value(Telemetry.Count.MODELS_EVICTED)).isGreaterThanOrEqualTo(17);
    }

    @Test
    @Tag("bound:model_bytes")
    void aModelLargerThanHalfOfTheCacheIsRefusedUnread() throws IOException {
        Artifact artifact = stored(1);
        long most = Limits.MODEL_BYTES.value() * artifact.size();
        assertThat(new ModelCache(store, most, telemetry).get(artifact).fitted().nTrees())
                .isEqualTo(3);
        store.delete(artifact.key());

        NotReady refusal =
                catchThrowableOfType(NotReady.class, () -> new ModelCache(store, most - 1, telemetry).get(artifact));

        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY);
        assertThat(refusal.retryable()).isFalse();
        assertThat(refusal.retryAfter()).isEmpty();
        assertThat(refusal.detail()).contains("--model-cache");
        NotReady there = catchThrowableOfType(NotReady.class, () -> Replies.check(Replies.predictError(refusal)));
        assertThat(there.retryable()).isFalse();
        assertThat(there.detail()).isEqualTo(refusal.detail());
    }

    @Test
    void largeModelsAreLoadedOneAfterTheOther() throws Exception {
        Artifact first = stored(1);
        Artifact second = stored(2);
        GatedStore gated = new GatedStore(store);
        ModelCache cache = new ModelCache(gated, 2 * Math.max(first.size(), second.size()), telemetry);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Model> one = threads.submit(() -> cache.get(first));
            Future<Model> two = threads.submit(() -> cache.get(second));
            gated.opened().take();
            assertThat(gated.mostOpen().get()).isEqualTo(1);
            gated.go().countDown();
            assertThat(one.get().fitted().nTrees() + two.get().fitted().nTrees())
                    .isEqualTo(6);
        }
        assertThat(gated.mostOpen().get()).isEqualTo(1);
    }

    /** Lets nothing be read before it may, and counts how much is at once. */
    private record GatedStore(
            ObjectStore store,
            LinkedBlockingQueue<String> opened,
            CountDownLatch go,
            AtomicInteger open,
            AtomicInteger mostOpen)
            implements ObjectStore {
        GatedStore(ObjectStore store) {
            this(store, new LinkedBlockingQueue<>(), new CountDownLatch(1), new AtomicInteger(), new AtomicInteger());
        }

        @Override
        public ObjectReader open(String key) {
            int now = open.incrementAndGet();
            mostOpen.accumulateAndGet(now, Math::max);
            opened.add(key);
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            ObjectReader reader = store.open(key);
            return new ObjectReader(reader.object(), new FilterInputStream(reader.content()) {
                private boolean closed;

                @Override
                public void close() throws IOException {
                    if (!closed) {
                        closed = true;
                        open.decrementAndGet();
                    }
                    super.close();
                }
            });
        }

        @Override
        public StoredObject put(String key, InputStream content) throws IOException {
            return store.put(key, content);
        }

        @Override
        public Optional<StoredObject> stat(String key) {
            return store.stat(key);
        }

        @Override
        public List<StoredObject> list(String prefix) {
            return store.list(prefix);
        }

        @Override
        public boolean delete(String key) {
            return store.delete(key);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private Artifact stored(int seed) throws IOException {
        String request = "{\"dataset_id\":\"d\",\"features\":[\"a\"],\"target\":\"y\",\"params\":{\"n_estimators\":3,"
                + "\"random_state\":" + seed + "}}";
        Learned learned = LocalFitter.alone(1)
                .learn(
                        new LocalFitter.Source(
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
