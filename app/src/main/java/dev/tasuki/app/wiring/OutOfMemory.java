package dev.tasuki.app.wiring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.tasuki.app.settings.Settings.LogFormat;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.task.TaskId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process when it runs out of memory outside a training. The failed part may have left anything
 * behind, and a process that half works is worse than one that is started anew. A training catches
 * its own {@link OutOfMemoryError}, so that one never comes here.
 *
 * <p>Errors end in catch-alls: of the libraries' executors and event loops, and our own. All of them
 * log what they caught, so that this listens in two places: as the handler of uncaught exceptions and to
 * the log. The last line is made beforehand, as there may be no memory for it then. Thread-safe.
 */
public final class OutOfMemory implements Thread.UncaughtExceptionHandler {
    /** The exit code: a defect of the software's inside, as {@code sysexits.h} has it. */
    public static final int EXIT = 70;

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(OutOfMemory.class);

    private final FileOutputStream screen;
    private volatile LogFormat format = LogFormat.LINE;
    private volatile Set<TaskId> running = Set.of();
    private volatile byte[] lastLine = line(Set.of(), LogFormat.LINE);

    private OutOfMemory(FileOutputStream screen) {
        this.screen = screen;
    }

    /** The handler of this process from now on. */
    public static void watch() {
        Thread.setDefaultUncaughtExceptionHandler(new OutOfMemory(new FileOutputStream(FileDescriptor.err)));
    }

    /** Names these runs' tasks in the last line; in a process that has no such handler does nothing. */
    static void names(Runs runs) {
        if (Thread.getDefaultUncaughtExceptionHandler() instanceof OutOfMemory handler) {
            runs.heardBy(handler::name);
        }
    }

    /** Writes the last line as the log is written; in a process that has no such handler does nothing. */
    static void speak(LogFormat format) {
        if (Thread.getDefaultUncaughtExceptionHandler() instanceof OutOfMemory handler) {
            handler.format = format;
            handler.name(handler.running);
        }
    }

    private synchronized void name(Set<TaskId> ids) {
        running = Set.copyOf(ids);
        lastLine = line(running, format);
    }

    /** Ends the process as if it had run out of memory: it will soon. */
    static void end() {
        if (Thread.getDefaultUncaughtExceptionHandler() instanceof OutOfMemory handler) {
            handler.exit();
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (heapIsSpent(thrown)) {
            exit();
        }
        if (format == LogFormat.JSON) {
            LOG.error("thread {} ended by a defect", thread.getName(), thrown);
            return;
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        thrown.printStackTrace();
    }

    /** Memory beside the heap is another matter: what fails there is one connection's buffer. */
    static boolean heapIsSpent(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause.getClass() == OutOfMemoryError.class) {
                String message = cause.getMessage();
                return message == null
                        || !(message.startsWith("Cannot reserve") || message.startsWith("unable to create"));
            }
            cause = cause.getCause();
        }
        return false;
    }

    private void exit() {
        try {
            screen.write(lastLine);
        } catch (IOException nobodyReads) {
            // The exit code says it, too.
        } finally {
            Runtime.getRuntime().halt(EXIT);
        }
    }

    /** It is made beforehand, so that as JSON it has no time. */
    static byte[] line(Set<TaskId> running, LogFormat format) {
        String tasks = running.isEmpty()
                ? "while no training ran"
                : "while these trainings ran: "
                        + running.stream().map(TaskId::value).sorted().collect(Collectors.joining(", "));
        String words = "out of memory " + tasks + "; ends with " + EXIT
                + ". Give it more (-Xmx in TASUKI_JAVA_OPTS), let trainings have less (--max-fit-memory),"
                + " or give each a process of its own (--isolate-fits)";
        String line = switch (format) {
            case LINE -> "tasuki: " + words;
            case JSON -> LogEvent.end(null, "out_of_memory", words, EXIT).toString();
        };
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Sees errors that other code caught and logged. */
    static final class InTheLog extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] parameters,
                @Nullable Throwable thrown) {
            if (thrown != null
                    && heapIsSpent(thrown)
                    && Thread.getDefaultUncaughtExceptionHandler() instanceof OutOfMemory handler) {
                handler.exit();
            }
            return FilterReply.NEUTRAL;
        }
    }
}
