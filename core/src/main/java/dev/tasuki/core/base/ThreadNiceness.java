package dev.tasuki.core.base;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets threads that compute for long yield to those that answer: on Linux they run at nice 10, in this process and
 * beside others, such as a producer on the same cores. Java's own thread priorities have no effect there. Elsewhere
 * nothing changes. Stateless.
 *
 * <p>Source: setpriority(2); with {@code who} 0 Linux sets the calling thread's value, unlike POSIX's whole process.
 */
public final class ThreadNiceness {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadNiceness.class);
    private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;
    private static final int NICE = 10;

    private ThreadNiceness() {}

    /** The work, on a thread that yields to others from then on: for threads that end with it or only do such work. */
    public static Runnable yielding(Runnable work) {
        return () -> {
            if (LINUX) {
                lower();
            }
            work.run();
        };
    }

    private static void lower() {
        try {
            int now = (int) Call.GET_PRIORITY.invokeExact(PRIO_PROCESS, CALLING_THREAD);
            // A process that was started at a greater niceness keeps it.
            if (now < NICE && (int) Call.SET_PRIORITY.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE) != 0) {
                LOG.debug("the system does not lower a thread's priority");
            }
        } catch (Throwable unavailable) {
            LOG.debug("the system has no priorities of threads", unavailable);
        }
    }

    /** Looked up when it is first used. */
    private static final class Call {
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
        private static final MethodHandle GET_PRIORITY = handle("getpriority", FunctionDescriptor.of(INT, INT, INT));
        private static final MethodHandle SET_PRIORITY =
                handle("setpriority", FunctionDescriptor.of(INT, INT, INT, INT));

        @SuppressWarnings("restricted")
        private static MethodHandle handle(String function, FunctionDescriptor types) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().find(function).orElseThrow(), types);
        }
    }
}
