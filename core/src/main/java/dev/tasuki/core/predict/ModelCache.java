package dev.tasuki.core.predict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models in memory, by their artifact's hash, so that two ids with the same bytes share one forest
 * and a hash's content never goes stale. Bounded by the bytes that the forests take in memory. The first
 * caller loads, on its own thread; others that ask meanwhile wait for it. What is being loaded takes its
 * room from the cache, twice the artifact's size for its bytes and its trees: so the memory for both together
 * is bounded, and loads of large models wait for each other. A failed load is not remembered. Thread-safe.
 */
public final class ModelCache {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);

    private final ObjectStore objects;
    private final Telemetry telemetry;
    private final Cache<String, Loaded> models;
    private final ConcurrentMap<String, CompletableFuture<Loaded>> loading = new ConcurrentHashMap<>();

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private long reserved;

    private record Loaded(Model model, int weight) {}

    /** At most {@code maxBytes} of memory. */
    public ModelCache(ObjectStore objects, long maxBytes, Telemetry telemetry) {
        this.objects = objects;
        this.maxBytes = maxBytes;
        this.telemetry = telemetry;
        this.models = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .<String, Loaded>weigher((sha256, loaded) -> loaded.weight())
                .executor(Runnable::run)
                .evictionListener((@Nullable String sha256, @Nullable Loaded loaded, RemovalCause cause) ->
                        telemetry.count(Telemetry.Count.MODELS_EVICTED))
                .build();
    }

    /** The model in the artifact if it is in memory. */
    @Nullable
    Model ready(Artifact artifact) {
        Loaded known = models.getIfPresent(artifact.sha256());
        if (known == null) {
            return null;
        }
        telemetry.count(Telemetry.Count.MODEL_HITS);
        return known.model();
    }

    /**
     * The model in the artifact. Throws {@link NotReady} with {@code too_costly} if it is too large for the
     * cache, {@link Corrupt} with {@code artifact_corrupt} if the bytes are
     * missing, altered or no model; {@link NotFound} with {@code plugin_missing} if it needs a plug-in;
     * {@link Unavailable} if the store is away.
     */
    Model get(Artifact artifact) {
        Model known = ready(artifact);
        if (known != null) {
            return known;
        }
        requireAffordable(artifact);
        CompletableFuture<Loaded> mine = new CompletableFuture<>();
        CompletableFuture<Loaded> before = loading.putIfAbsent(artifact.sha256(), mine);
        return before != null ? join(before) : loadFor(artifact, mine);
    }

    /** The same; a refusal for damaged bytes or a plug-in that is missing names the model. */
    Model get(ModelId id, Artifact artifact) {
        try {
            return get(artifact);
        } catch (Corrupt damaged) {
            throw new Corrupt(damaged.code(), "model " + id + ": " + damaged.detail(), damaged);
        } catch (NotFound missing) {
            throw new NotFound(missing.code(), "model " + id + ": " + missing.detail());
        }
    }

    private Model loadFor(Artifact artifact, CompletableFuture<Loaded> waiting) {
        try {
            // Somebody may have finished loading it between the two looks.
            Loaded loaded = models.getIfPresent(artifact.sha256());
            if (loaded == null) {
                loaded = loadInTurn(artifact);
            }
            waiting.complete(loaded);
            return loaded.model();
        } catch (Throwable failed) {
            // Whatever it is, an Error too: nobody may wait forever on a load that has ended.
            waiting.completeExceptionally(failed);
            throw failed;
        } finally {
            loading.remove(artifact.sha256(), waiting);
        }
    }

    private void requireAffordable(Artifact artifact) {
        long most = Limits.MODEL_BYTES.bytes(maxBytes);
        if (artifact.size() > most) {
            throw NotReady.ended(
                    RefusalCode.TOO_COSTLY,
                    ("the model's artifact has %,d bytes; at most %,d, half of the cache of models, can be asked: start"
                                    + " the consumer with more --model-cache and heap, or train fewer or shallower trees")
                            .formatted(artifact.size(), most));
        }
    }

    private Loaded loadInTurn(Artifact artifact) {
        long room = 2 * artifact.size();
        Loaded loaded;
        reserve(room);
        try {
            loaded = load(artifact);
        } finally {
            reserve(-room);
        }
        models.put(artifact.sha256(), loaded);
        return loaded;
    }

    /** Makes the cache smaller by so much, once it can be; a negative number gives it back. */
    private void reserve(long room) {
        lock.lock();
        try {
            while (room > 0 && reserved + room > maxBytes && reserved > 0) {
                released.awaitUninterruptibly();
            }
            reserved += room;
            models.policy().eviction().orElseThrow().setMaximum(Math.max(0, maxBytes - reserved));
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Model join(CompletableFuture<Loaded> loading) {
        try {
            return loading.join().model();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    private Loaded load(Artifact artifact) {
        long started = System.nanoTime();
        byte[] bytes = bytes(artifact);
        String seen = Sha256.hex(bytes);
        if (!seen.equals(artifact.sha256())) {
            LOG.error("artifact {}: its SHA-256 is {}, {} was stored", artifact.key(), seen, artifact.sha256());
            throw UnusableArtifact.corrupt("", artifact, "its SHA-256 is not the one that was stored", null);
        }
        Model model;
        try {
            model = ModelFile.read(new ByteArrayInputStream(bytes));
        } catch (ModelFileException wrong) {
            throw UnusableArtifact.unreadable("", artifact, wrong);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
        telemetry.count(Telemetry.Count.MODELS_LOADED);
        telemetry.time(Telemetry.Timing.MODEL_LOAD, System.nanoTime() - started);
        LOG.info(
                "model loaded from {}: {} trees, {} bytes",
                artifact.key(),
                model.fitted().nTrees(),
                bytes.length);
        return new Loaded(model, weight(model));
    }

    private static int weight(Model model) {
        return (int) Math.clamp(model.fitted().memory() + model.info().encoder().memory(), 1, Integer.MAX_VALUE);
    }

    private byte[] bytes(Artifact artifact) {
        try (ObjectStore.ObjectReader reader = objects.open(artifact.key());
                InputStream content = reader.content()) {
            // One array of the size that is known: one that grows would take twice as much for a moment.
            byte[] bytes = new byte[Math.toIntExact(artifact.size())];
            int read = content.readNBytes(bytes, 0, bytes.length);
            boolean more = read == bytes.length && content.read() >= 0;
            if (more || read < bytes.length) {
                String seen = more ? "more" : Integer.toString(read);
                throw UnusableArtifact.corrupt(
                        "", artifact, "it has " + seen + " bytes, " + artifact.size() + " were stored", null);
            }
            return bytes;
        } catch (NotFound gone) {
            throw UnusableArtifact.gone("", artifact, gone);
        } catch (IOException e) {
            throw UnusableArtifact.cutOff(artifact, e);
        }
    }
}
