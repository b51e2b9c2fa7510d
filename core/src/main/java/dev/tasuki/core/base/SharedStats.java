package dev.tasuki.core.base;

import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Lets concurrent {@link #stat} calls for one key share one call of the store behind. A caller never gets the result
 * of a call that began before its own: the first goes at once, and those that come while it is under way share the
 * call that follows it. For stores behind a network, where each call is a round trip. Thread-safe.
 */
public final class SharedStats implements ForwardingObjectStore {
    private final ObjectStore store;
    /** By key, the call that has begun last or is about to. */
    private final Map<String, Call> last = new HashMap<>();

    public SharedStats(ObjectStore store) {
        this.store = store;
    }

    /** One call of the store. */
    private static final class Call {
        private final CompletableFuture<Optional<StoredObject>> result = new CompletableFuture<>();
        private boolean begun;
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        Call before;
        Call mine;
        synchronized (last) {
            before = last.get(key);
            if (before == null || before.begun) {
                mine = new Call();
                mine.begun = before == null;
                last.put(key, mine);
            } else {
                mine = before;
            }
        }
        if (mine != before) {
            if (before != null) {
                // However it ends, and without heed to an interrupt: others wait for what follows.
                before.result.handle((found, failed) -> true).join();
            }
            run(key, mine);
        }
        return result(mine);
    }

    private void run(String key, Call mine) {
        synchronized (last) {
            mine.begun = true;
        }
        try {
            Optional<StoredObject> found = store.stat(key);
            end(key, mine);
            mine.result.complete(found);
        } catch (Throwable failed) {
            end(key, mine);
            mine.result.completeExceptionally(failed);
        }
    }

    private void end(String key, Call mine) {
        synchronized (last) {
            last.remove(key, mine);
        }
    }

    private static Optional<StoredObject> result(Call call) {
        try {
            return call.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Error failed) {
                throw failed;
            }
            throw e;
        }
    }
}
