package dev.tasuki.server.edge;

import dev.tasuki.server.problem.HttpCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as its handlers see it: which request is under way, who waits for whom, and since
 * when. A request is read when the answer before it has been written, so at most one is under way. For the
 * connection's thread only.
 */
final class Connection {
    private final Channel channel;
    private final Edge edge;
    private final Waiting body;
    private final Waiting answer;

    private int requests;
    private boolean bodyOpen;
    private boolean answerBegun = true;
    private boolean answerDone = true;
    private boolean lastAnswer;
    private boolean continueExpected;
    private boolean over;
    private boolean leaving;
    private long remainder;
    private long counted;
    private long headSince;
    private boolean inHead;
    private long quietSince = System.nanoTime();
    private boolean touched;
    private long leavingSince;
    private long unwritten;
    private long written;
    private String path = "/";
    private String method = "OTHER";

    Connection(Channel channel, Edge edge) {
        this.channel = channel;
        this.edge = edge;
        this.body = new Waiting(edge.bounds().times().body());
        this.answer = new Waiting(edge.bounds().times().answer());
    }

    /** True if the next request may be read: the answer before it has been written. */
    boolean mayBegin() {
        return !bodyOpen && answerDone && channel.isWritable();
    }

    /** True if nothing that still comes is looked at. */
    boolean over() {
        return over;
    }

    boolean leaving() {
        return leaving;
    }

    /** Some bytes of a request line or header are there, but not all. */
    void headPending() {
        if (!inHead) {
            inHead = true;
            headSince = System.nanoTime();
        }
    }

    /** A request begins. */
    void begin(HttpRequest request) {
        inHead = false;
        touched = true;
        method = request.method().name();
        path = request.uri();
        continueExpected = HttpUtil.is100ContinueExpected(request);
        answerBegun = false;
        answerDone = false;
        remainder = 0;
        requests++;
        edge.drain().asked();
    }

    /** The request has a body. */
    void bodyBegins() {
        bodyOpen = true;
        body.restart();
    }

    /** Part of the body has come. */
    void received(int bytes) {
        body.moved(bytes);
        if (!answerDone && !leaving) {
            return;
        }
        remainder += bytes;
        if (remainder > edge.bounds().requests().remainder()) {
            drop();
        }
    }

    void bodyDone() {
        bodyOpen = false;
        touched = true;
    }

    boolean bodyOpen() {
        return bodyOpen;
    }

    /** The server asks the client for more. */
    void reading() {
        if (bodyOpen) {
            body.begin();
        }
    }

    /** Something came. */
    void read() {
        body.end();
    }

    /** The client was told to go on, and sends its body. */
    void continued() {
        continueExpected = false;
    }

    /** An answer begins; true if it is the connection's last. */
    boolean answering() {
        answerBegun = true;
        lastAnswer = over
                || edge.drain().begun()
                || requests >= edge.bounds().requests().perConnection()
                || (bodyOpen && continueExpected);
        return lastAnswer;
    }

    /** True if there is room for these bytes of an answer; they then count until they are written. */
    boolean takeRoom(int bytes) {
        if (bytes > 0 && !edge.answers().take(bytes)) {
            return false;
        }
        counted += bytes;
        return true;
    }

    /** Counts bytes of an answer that has begun already. */
    void force(int bytes) {
        edge.answers().force(bytes);
        counted += bytes;
    }

    /** An answer has been handed to the channel as a whole. */
    void answered() {
        if (!answerDone) {
            answerDone = true;
            over |= lastAnswer;
            edge.drain().answered();
        }
        touched = true;
        method = "OTHER";
        path = "/";
    }

    boolean lastAnswer() {
        return lastAnswer;
    }

    boolean answerBegun() {
        return answerBegun;
    }

    /** From now on nothing more is read from this client than it takes to tell it why. */
    void end() {
        over = true;
    }

    boolean answerDone() {
        return answerDone;
    }

    /** Closes at once. */
    void drop() {
        over = true;
        leaving = true;
        channel.close();
    }

    String path() {
        return path;
    }

    String method() {
        return method;
    }

    /** Bytes were handed to the channel. */
    void writing(int bytes) {
        unwritten += bytes;
    }

    /** Gives back what has been written in the meantime. */
    void settle() {
        if (counted == 0 && unwritten == 0) {
            return;
        }
        long left = left();
        if (left < unwritten) {
            written += unwritten - left;
            unwritten = left;
        }
        if (left < counted) {
            edge.answers().giveBack(counted - left);
            counted = left;
        }
    }

    private long left() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : Math.max(0, out.totalPendingWriteBytes() - out.currentProgress());
    }

    /** Gives back everything; the connection is gone. */
    void closed() {
        edge.answers().giveBack(counted);
        counted = 0;
        answered();
    }

    /**
     * Tells the client that no more is written, drops what it still sends until it has heard that, and
     * closes. Closing at once would make the client's machine throw away the answer.
     */
    void leave() {
        over = true;
        if (leaving || !channel.isActive()) {
            return;
        }
        leaving = true;
        remainder = 0;
        leavingSince = System.nanoTime();
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        channel.read();
    }

    /** What a client that took too long is told; null if there is nothing to tell. */
    @Nullable
    Refused look() {
        long now = System.nanoTime();
        settle();
        if (touched) {
            touched = false;
            quietSince = now;
        }
        EdgeBounds.Times times = edge.bounds().times();
        if (leaving) {
            if (now - leavingSince >= times.body().window().toNanos()) {
                drop();
            }
            return null;
        }
        if (tooSlowReader(now)) {
            drop();
            return null;
        }
        if (inHead) {
            return now - headSince < times.head().toNanos()
                    ? null
                    : new Refused(
                            HttpCode.REQUEST_TIMEOUT,
                            "the request line and headers did not come within %d s"
                                    .formatted(TimeUnit.NANOSECONDS.toSeconds(
                                            times.head().toNanos())));
        }
        if (bodyOpen) {
            return slowBody(now, times.body());
        }
        if (answerDone && unwritten == 0 && now - quietSince >= times.idle().toNanos()) {
            drop();
        }
        return null;
    }

    private boolean tooSlowReader(long now) {
        if (unwritten == 0) {
            answer.restart();
            written = 0;
            return false;
        }
        answer.beginAt(now);
        answer.moved(written);
        written = 0;
        return answer.tooSlow(now);
    }

    private @Nullable Refused slowBody(long now, EdgeBounds.Pace pace) {
        if (!body.tooSlow(now)) {
            return null;
        }
        if (answerBegun) {
            drop();
            return null;
        }
        return new Refused(
                HttpCode.REQUEST_TIMEOUT,
                "the body came more slowly than %,d bytes a second; send it again".formatted(pace.bytesPerSecond()));
    }

    /** How much moved while one side waited for the other. */
    static final class Waiting {
        private final EdgeBounds.Pace pace;
        private boolean waiting;
        private long since;
        private long waited;
        private long bytes;

        Waiting(EdgeBounds.Pace pace) {
            this.pace = pace;
        }

        void restart() {
            waiting = false;
            waited = 0;
            bytes = 0;
        }

        void begin() {
            if (!waiting) {
                beginAt(System.nanoTime());
            }
        }

        void beginAt(long now) {
            if (!waiting) {
                waiting = true;
                since = now;
            }
        }

        void end() {
            if (waiting) {
                waiting = false;
                waited += System.nanoTime() - since;
            }
        }

        void moved(long count) {
            bytes += count;
        }

        /** True if a window is over in which too little moved; each call after a window begins the next. */
        boolean tooSlow(long now) {
            long total = waited + (waiting ? now - since : 0);
            if (total < pace.window().toNanos()) {
                return false;
            }
            boolean slow = bytes < pace.bytes();
            waited = 0;
            bytes = 0;
            since = now;
            return slow;
        }
    }
}
