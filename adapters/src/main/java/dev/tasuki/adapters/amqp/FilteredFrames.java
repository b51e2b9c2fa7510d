package dev.tasuki.adapters.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection on their way from the socket to the client library. A message with
 * properties beyond the bounds, or with a body beyond them, becomes a small one here that says so in
 * the header {@link ContentHeader#REFUSED}; who consumes it makes it a dead letter. So no message can
 * break the connection, and none comes into memory that is larger than allowed.
 *
 * <p>A body for which there is no room now is passed over: the message arrives without it, marked
 * {@link ContentHeader#LEFT}, to go back to the broker when there is room. Frames that are passed over
 * become heartbeats, which the library counts as a sign of life and ignores. Called by the one thread
 * that reads the connection; what is written goes straight through.
 */
public final class FilteredFrames implements FrameHandler {
    /** How much is kept of a body that is too large: enough to see what it was. */
    public static final int KEPT = Math.toIntExact(Limits.MESSAGE_BYTES.value() >> 7);

    private final FrameHandler frames;
    private final LongPredicate budget;
    private final Map<Integer, Cut> cuts = new HashMap<>();

    /** What is left of a body that is cut. */
    private static final class Cut {
        private long wanted;
        private long coming;

        Cut(long wanted, long coming) {
            this.wanted = wanted;
            this.coming = coming;
        }
    }

    /**
     * Filters what comes from {@code frames}.
     *
     * @param room whether a body of that size may come in now
     */
    FilteredFrames(FrameHandler frames, LongPredicate budget) {
        this.frames = frames;
        this.budget = budget;
    }

    /** Null if nothing came in time. */
    @Override
    @SuppressWarnings("NullAway") // The library's interface is not annotated; it takes null for silence.
    public @Nullable Frame readFrame() throws IOException {
        Frame frame = frames.readFrame();
        if (frame == null) {
            return null;
        }
        return switch (frame.getType()) {
            case AMQP.FRAME_HEADER -> header(frame);
            case AMQP.FRAME_BODY -> cuts.isEmpty() ? frame : body(frame);
            default -> frame;
        };
    }

    private Frame header(Frame frame) {
        ContentHeader header = new ContentHeader(frame.getPayload());
        if (!header.basic()) {
            return frame;
        }
        cuts.remove(frame.getChannel());
        long size = header.bodySize();
        String problem = header.problem();
        if (size < 0 || size > Limits.MESSAGE_BYTES.value()) {
            String tooLarge = "it has %,d bytes, at most %s are allowed; the first %d are kept"
                    .formatted(size, Limits.MESSAGE_BYTES.text(), KEPT);
            return cut(frame, header.replaced(ContentHeader.REFUSED, tooLarge, KEPT), new Cut(KEPT, size));
        }
        if (problem != null) {
            return new Frame(
                    frame.getType(), frame.getChannel(), header.replaced(ContentHeader.REFUSED, problem, size));
        }
        if (budget.test(size)) {
            return frame;
        }
        return cut(frame, header.replaced(ContentHeader.LEFT, Long.toString(size), 0), new Cut(0, size));
    }

    private Frame cut(Frame frame, byte[] header, Cut cut) {
        cuts.put(frame.getChannel(), cut);
        return new Frame(frame.getType(), frame.getChannel(), header);
    }

    private Frame body(Frame frame) {
        Cut cut = cuts.get(frame.getChannel());
        if (cut == null) {
            return frame;
        }
        byte[] piece = frame.getPayload();
        int kept = (int) Math.min(cut.wanted, piece.length);
        cut.wanted -= kept;
        cut.coming -= piece.length;
        if (cut.coming <= 0) {
            cuts.remove(frame.getChannel());
        }
        if (kept == piece.length) {
            return frame;
        }
        return kept == 0
                ? new Frame(AMQP.FRAME_HEARTBEAT, 0)
                : new Frame(frame.getType(), frame.getChannel(), Arrays.copyOf(piece, kept));
    }

    @Override
    public boolean internalHearbeat() {
        return frames.internalHearbeat();
    }

    @Override
    public void setTimeout(int millis) throws SocketException {
        frames.setTimeout(millis);
    }

    @Override
    public int getTimeout() throws SocketException {
        return frames.getTimeout();
    }

    @Override
    public void sendHeader() throws IOException {
        frames.sendHeader();
    }

    @Override
    public void initialize(AMQConnection connection) {
        frames.initialize(connection);
    }

    @Override
    public void startProcessing() {
        frames.startProcessing();
    }

    @Override
    public void finishConnectionNegotiation() {
        frames.finishConnectionNegotiation();
    }

    @Override
    public void setFrameMax(int bytes) {
        frames.setFrameMax(bytes);
    }

    @Override
    public void writeFrame(Frame frame) throws IOException {
        frames.writeFrame(frame);
    }

    @Override
    public void flush(com.rabbitmq.client.WriteListener listener) throws IOException {
        frames.flush(listener);
    }

    @Override
    public void close() {
        frames.close();
    }

    @Override
    public InetAddress getLocalAddress() {
        return frames.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return frames.getLocalPort();
    }

    @Override
    public InetAddress getAddress() {
        return frames.getAddress();
    }

    @Override
    public int getPort() {
        return frames.getPort();
    }
}
