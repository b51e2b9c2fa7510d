package dev.tasuki.server.edge;

import dev.tasuki.server.problem.HttpCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of bytes: netty's decoder between rules of our own. A head is given to netty once all of
 * it is there and its lines are well formed. The next request stays bytes until the answer before it has
 * been written: so pipelining costs no memory. A body that no route reads is dropped here.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private final Connection connection;
    private final Edge edge;
    private final EdgeBounds.Requests bounds;
    private final HeadScanner scanner;

    private boolean inBody;
    private boolean blankSkipped;
    private @Nullable ChannelHandlerContext context;

    /** A request that waits for the end of a body that nobody reads. */
    private @Nullable HttpRequest held;

    private long dropped;

    RequestDecoder(Connection connection, Edge edge) {
        super(config(edge.bounds().requests()));
        this.connection = connection;
        this.edge = edge;
        this.bounds = edge.bounds().requests();
        this.scanner = new HeadScanner(bounds);
    }

    private static HttpDecoderConfig config(EdgeBounds.Requests bounds) {
        return new HttpDecoderConfig().setMaxInitialLineLength(bounds.head()).setMaxHeaderSize(bounds.head());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** Goes on with what was left as bytes, soon: an answer has been written. */
    void resumeLater() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && actualReadableBytes() > 0 && connection.mayBegin()) {
            ctx.executor().execute(() -> resume(ctx));
        }
    }

    private void resume(ChannelHandlerContext ctx) {
        if (ctx.isRemoved() || connection.over() || actualReadableBytes() == 0) {
            return;
        }
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
    }

    /** True if so much waits as bytes that no more should be read. */
    boolean full() {
        return !connection.over() && !connection.mayBegin() && !inBody && actualReadableBytes() > bounds.head();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (connection.over()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int before = out.size();
        try {
            if (inBody || (connection.mayBegin() && headComplete(in))) {
                super.decode(ctx, in, out);
                if (out.size() > before) {
                    decoded(out, before);
                }
            }
        } catch (Refused refused) {
            in.skipBytes(in.readableBytes());
            held = null;
            while (out.size() > before) {
                ReferenceCountUtil.release(out.removeLast());
            }
            AnswerHandler.refuse(ctx.pipeline(), refused);
        }
    }

    /** A request that its client left unfinished is no request. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        in.skipBytes(in.readableBytes());
    }

    private boolean headComplete(ByteBuf in) throws Refused {
        if (!blankSkipped && !scanner.begun() && in.isReadable() && in.getByte(in.readerIndex()) == '\r') {
            // Some clients send an empty line after a body (RFC 9112, section 2.2).
            if (in.readableBytes() == 1) {
                return false;
            }
            blankSkipped = true;
            if (in.getByte(in.readerIndex() + 1) == '\n') {
                in.skipBytes(2);
            }
        }
        if (scanner.complete(in)) {
            blankSkipped = false;
            return true;
        }
        if (scanner.begun()) {
            connection.headPending();
        }
        return false;
    }

    private void decoded(List<Object> out, int from) throws Refused {
        for (int i = from; i < out.size(); i++) {
            if (out.get(i) instanceof HttpRequest request) {
                if (!begin(request)) {
                    out.remove(i--);
                }
            } else if (out.get(i) instanceof HttpContent content && !content(out, i, content)) {
                out.remove(i--);
            }
        }
    }

    /** True if the request goes on now, false if it waits for the end of its body. */
    private boolean begin(HttpRequest request) throws Refused {
        connection.begin(request);
        HeadRules.check(request);
        inBody = true;
        if (!HttpUtil.isTransferEncodingChunked(request) && HttpUtil.getContentLength(request, 0L) == 0) {
            return true;
        }
        connection.bodyBegins();
        long declared = HttpUtil.getContentLength(request, Long.MAX_VALUE);
        boolean posted = switch (request.method().name()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
        if (posted && (declared <= bounds.unwantedBody() || edge.takesBody(request))) {
            return true;
        }
        boolean chunked = HttpUtil.isTransferEncodingChunked(request);
        if ((declared > bounds.unwantedBody() && !chunked) || HttpUtil.is100ContinueExpected(request)) {
            throw unwanted();
        }
        held = request;
        dropped = 0;
        return false;
    }

    /** True if the content goes on, false if it was dropped. */
    private boolean content(List<Object> out, int at, HttpContent content) throws Refused {
        if (content.decoderResult().isFailure()) {
            throw new Refused(
                    HttpCode.BAD_REQUEST, "the request body cannot be read: its chunks are malformed; send it again");
        }
        int bytes = content.content().readableBytes();
        connection.received(bytes);
        boolean last = content instanceof LastHttpContent;
        if (last) {
            inBody = false;
            connection.bodyDone();
        }
        if (held == null) {
            return true;
        }
        dropped += bytes;
        ReferenceCountUtil.release(content);
        out.set(at, Unpooled.EMPTY_BUFFER);
        if (dropped > bounds.unwantedBody()) {
            throw unwanted();
        }
        if (!last) {
            return false;
        }
        HttpRequest request = Objects.requireNonNull(held);
        held = null;
        request.headers().remove(HttpHeaderNames.TRANSFER_ENCODING).set(HttpHeaderNames.CONTENT_LENGTH, "0");
        out.set(at, request);
        // It was the last of this list: the list cannot be added to in the middle.
        out.add(LastHttpContent.EMPTY_LAST_CONTENT);
        return true;
    }

    private Refused unwanted() {
        return new Refused(
                HttpCode.BODY_NOT_WANTED,
                "this path and method read no body, and at most %,d bytes of one are dropped; send none"
                        .formatted(bounds.unwantedBody()));
    }
}
