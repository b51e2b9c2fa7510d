package dev.tasuki.app.wiring;

import dev.tasuki.core.task.Limits;

/**
 * Bounds the memory beside the heap in which requests and answers wait. The start files cannot do that: they
 * do not know the heap's size, which the JVM takes from the machine's memory or from {@code -Xmx}.
 */
public final class DirectMemory {
    private static final String NETTY = "io.netty.maxDirectMemory";

    private DirectMemory() {}

    /** Must come before anything that listens or connects; a value given on the command line stays. */
    public static void bound() {
        if (System.getProperty(NETTY) == null) {
            long bytes = Limits.DIRECT_MEMORY.bytes(Runtime.getRuntime().maxMemory());
            System.setProperty(NETTY, Long.toString(bytes));
        }
    }
}
