package dev.tasuki.server.wire;

import dev.tasuki.core.ask.RequesterOptions;
import dev.tasuki.core.base.ComputePool;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Reads what is in large bodies on platform threads, so that the carriers of virtual threads stay free. */
@Singleton
public final class Compute {
    private final ComputePool pool = new ComputePool(new ComputePool.Terms(
            "bodies",
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            RequesterOptions.STANDARD.capacity(),
            Long.MAX_VALUE));

    /** Small bodies are read here and now. */
    public <T> T of(byte[] body, Supplier<T> work) {
        return body.length <= ComputePool.SMALL ? work.get() : pool.call(work, body.length);
    }

    @PreDestroy
    void close() {
        pool.close();
    }
}
