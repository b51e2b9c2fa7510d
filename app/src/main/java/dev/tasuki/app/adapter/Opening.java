package dev.tasuki.app.adapter;

import dev.tasuki.core.port.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * What adapters are opened with.
 *
 * @param data the data directory
 * @param variables the environment variables that adapters asked for
 * @param clock the time
 * @param closer closes what is opened
 * @param process who opens it
 * @param objects the object store, for brokers that do not take large messages; opened when it is first asked for
 */
public record Opening(
        Path data,
        Map<String, String> variables,
        InstantSource clock,
        Closer closer,
        ProcessTraits process,
        Supplier<ObjectStore> objects) {
    /**
     * What a broker is told of the process.
     *
     * @param name for the broker's own lists of connections
     * @param alone true if no other process uses the broker: what a dead predecessor held is free at once
     * @param dropped is told how many dead letters gave way to younger ones
     */
    public record ProcessTraits(String name, boolean alone, IntConsumer dropped) {
        /** A command that looks at something beside the processes that work. */
        public static ProcessTraits visitor(String name) {
            return new ProcessTraits(name, false, dropped -> {});
        }
    }
}
