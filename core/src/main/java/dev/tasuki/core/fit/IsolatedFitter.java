package dev.tasuki.core.fit;

import dev.tasuki.core.base.Uninterruptibly;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.cost.FitCost;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.WorkerDied;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grows each forest in a child process: one that runs out of memory, or is killed, takes nothing with it
 * but its own training. The child ends when this process does, as its input ends. It keeps no parts
 * for another attempt. Thread-safe.
 */
public final class IsolatedFitter implements Fitter {
    private static final Logger LOG = LoggerFactory.getLogger(IsolatedFitter.class);
    /** How often it is looked whether the run was told to stop. */
    private static final long LOOK_MILLIS = 100;

    private final Children children;
    private final long heap;

    /** Starts processes that run an {@link IsolatedFit} on their input and output. */
    @FunctionalInterface
    public interface Children {
        /** One more. Throws if there can be none. */
        Process start() throws IOException;
    }

    /**
     * A learner with such children.
     *
     * @param heap bytes that each of them may have, to tell of
     */
    public IsolatedFitter(Children children, long heap) {
        this.children = children;
        this.heap = heap;
    }

    @Override
    public Optional<Learned> learn(
            LocalFitter.Source source, TrainRequest request, RunControl control, PartKeeping keeping) {
        Process child = start();
        LOG.debug("{}: its forest grows in process {}", control.subject(), child.pid());
        Thread feeder = Thread.ofPlatform()
                .name("tasuki-feed-" + child.pid())
                .start(() -> feed(child, source, request, control));
        Thread watcher =
                Thread.ofVirtual().name("tasuki-watch-" + child.pid()).start(() -> watch(child, feeder, control));
        try {
            return answer(child, control);
        } finally {
            child.destroyForcibly();
            Uninterruptibly.join(watcher);
            Uninterruptibly.join(feeder);
        }
    }

    private Process start() {
        try {
            return children.start();
        } catch (IOException cannot) {
            throw new Unavailable(
                    RefusalCode.TOO_BUSY,
                    "no process can be started for this training: " + cannot.getMessage(),
                    Duration.ofSeconds(10),
                    cannot);
        }
    }

    /** Its input stays open: that it ends tells the child that this process has. */
    private static void feed(Process child, LocalFitter.Source source, TrainRequest request, RunControl control) {
        try {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(child.getOutputStream(), 1 << 16));
            byte[] message = request.toMessage(Objects.requireNonNull(request.modelId(), "of a task"));
            new FitFrames.Wanted(source.id(), source.etag(), control.subject(), message).write(out);
            FitFrames.writeDataset(source.csv(), out);
        } catch (IOException | RuntimeException ended) {
            // Either the child has ended, which its exit code tells, or it was told that the dataset broke off.
            LOG.debug("process {} was not told all: {}", child.pid(), ended.getMessage());
        }
    }

    private static void watch(Process child, Thread feeder, RunControl control) {
        boolean told = false;
        try {
            while (!child.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (control.stopped()) {
                    child.destroyForcibly();
                    return;
                }
                // Behind the dataset, which one thread alone writes.
                if (!told && control.finishing().isPresent() && !feeder.isAlive()) {
                    told = true;
                    child.getOutputStream()
                            .write(FitFrames.said(control.finishing().get()));
                    child.getOutputStream().flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException ended) {
            LOG.debug("process {} was not told to finish: {}", child.pid(), ended.getMessage());
        }
    }

    private Optional<Learned> answer(Process child, RunControl control) {
        DataInputStream in = new DataInputStream(new BufferedInputStream(child.getInputStream(), 1 << 16));
        try {
            while (true) {
                byte kind = in.readByte();
                byte[] body = FitFrames.exactly(in, in.readInt());
                switch (kind) {
                    case FitFrames.PROGRESS -> control.report(FitFrames.progress(body));
                    case FitFrames.LEARNED -> {
                        return Optional.of(FitFrames.learned(body, in));
                    }
                    case FitFrames.REFUSED -> throw FitFrames.refusal(body);
                    default -> throw new EOFException("process " + child.pid() + " said what it never says");
                }
            }
        } catch (IOException ended) {
            return afterItsEnd(child, control);
        }
    }

    private Optional<Learned> afterItsEnd(Process child, RunControl control) {
        if (control.stopped()) {
            return Optional.empty();
        }
        int exit = exitOf(child);
        if (exit == IsolatedFit.OUT_OF_MEMORY) {
            throw FitBounds.tooCostly("the training needed more memory than the " + FitCost.size(heap)
                    + " that its process had (--max-fit-memory) and was ended; train fewer or shallower trees, or on"
                    + " less data, or raise --max-fit-memory");
        }
        throw new WorkerDied("the process of this training, " + child.pid() + ", "
                + (exit > 128 ? "was killed by signal " + (exit - 128) : "ended with code " + exit)
                + " before it had a result");
    }

    private static int exitOf(Process child) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return child.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
