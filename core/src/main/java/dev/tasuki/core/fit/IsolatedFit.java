package dev.tasuki.core.fit;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.FinishReason;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One training in a process of its own: what {@link IsolatedFitter} talks to. For one thread, used once. */
public final class IsolatedFit {
    /** The exit code of a process whose training had not enough memory. */
    public static final int OUT_OF_MEMORY = 70;

    /** The exit code once it has answered. */
    public static final int ANSWERED = 0;

    private final Fitter fitter;
    private final DataInputStream in;
    private final OutputStream out;
    private final Runnable orphaned;
    private volatile @Nullable FinishReason finish;

    /**
     * A training that is told what to do.
     *
     * @param orphaned called on another thread once the input ends, which it does with the process that asked
     */
    public IsolatedFit(Fitter fitter, InputStream in, OutputStream out, Runnable orphaned) {
        this.fitter = fitter;
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
        this.out = out;
        this.orphaned = orphaned;
    }

    /** Does it and answers; the code to end with. */
    public int run() throws IOException {
        FitFrames.Wanted wanted = FitFrames.Wanted.read(in);
        try {
            TrainRequest request = TrainRequest.parseMessage(wanted.request());
            LocalFitter.Source source = new LocalFitter.Source(wanted.dataset(), wanted.etag(), watched());
            Optional<Learned> learned = fitter.learn(source, request, new Told(wanted.subject()), PartKeeping.NONE);
            if (learned.isPresent()) {
                FitFrames.writeLearned(out, learned.get());
            }
            return ANSWERED;
        } catch (Refusal refusal) {
            FitFrames.write(out, FitFrames.REFUSED, FitFrames.refusal(refusal));
            return ANSWERED;
        } catch (OutOfMemoryError tooMuch) {
            return OUT_OF_MEMORY;
        }
    }

    /** The dataset; behind its end nothing comes but reasons to finish early, and the end of the input. */
    private InputStream watched() {
        InputStream csv = FitFrames.dataset(in);
        return new InputStream() {
            private boolean ended;

            @Override
            public int read() throws IOException {
                return noted(csv.read());
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return noted(csv.read(into, offset, length));
            }

            private int noted(int result) {
                if (result < 0 && !ended) {
                    ended = true;
                    Thread.ofPlatform().daemon().name("tasuki-parent").start(IsolatedFit.this::awaitEnd);
                }
                return result;
            }
        };
    }

    private void awaitEnd() {
        try {
            for (int said = in.read(); said >= 0; said = in.read()) {
                finish = FitFrames.finishReason(said).orElse(finish);
            }
        } catch (IOException gone) {
            // The same as its end.
        }
        orphaned.run();
    }

    /** Progress goes through the pipe, not more often than anybody looks. */
    private final class Told implements RunControl {
        private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(100);

        private final String subject;
        private String stage = "";
        private long last;

        Told(String subject) {
            this.subject = subject;
        }

        @Override
        public String subject() {
            return subject;
        }

        @Override
        public synchronized void report(Progress progress) {
            long now = System.nanoTime();
            if (progress.stage().equals(stage) && now - last < BETWEEN) {
                return;
            }
            stage = progress.stage();
            last = now;
            try {
                FitFrames.write(out, FitFrames.PROGRESS, FitFrames.progress(progress));
            } catch (IOException gone) {
                throw new UncheckedIOException("nobody hears what is learned here", gone);
            }
        }

        @Override
        public Optional<FinishReason> finishing() {
            return Optional.ofNullable(finish);
        }

        /** To stop it, end the process. */
        @Override
        public boolean stopped() {
            return false;
        }
    }
}
