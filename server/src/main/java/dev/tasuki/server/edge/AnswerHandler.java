package dev.tasuki.server.edge;

import dev.tasuki.server.problem.Problems;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;

/** Sees every answer on its way out: counts its bytes, closes after the last one, and answers what goes no further. */
final class AnswerHandler extends ChannelOutboundHandlerAdapter {
    private static final String RETRY_SECONDS = "1";

    private final Connection connection;
    private final Edge edge;
    private final RequestDecoder decoder;
    private boolean refused;

    AnswerHandler(Connection connection, Edge edge, RequestDecoder decoder) {
        this.connection = connection;
        this.edge = edge;
        this.decoder = decoder;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(message);
            promise.unvoid().trySuccess();
        } else if (message instanceof HttpResponse answer) {
            if (answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                connection.continued();
                ctx.write(message, promise);
            } else {
                begin(ctx, answer, promise);
            }
        } else {
            if (message instanceof HttpContent content) {
                connection.force(content.content().readableBytes());
            }
            end(ctx, message, promise);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpResponse answer, ChannelPromise promise) {
        HttpResponse written = answer;
        int bytes = answer instanceof ByteBufHolder whole ? whole.content().readableBytes() : 0;
        if (!connection.takeRoom(bytes)) {
            ReferenceCountUtil.release(answer);
            written = busy();
        }
        if (connection.answering()) {
            written.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        end(ctx, written, promise);
    }

    private void end(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof LastHttpContent)) {
            ctx.write(message, promise);
            return;
        }
        ctx.write(message, connection.lastAnswer() ? leaving(promise) : promise);
        connection.answered();
        decoder.resumeLater();
    }

    private ChannelPromise leaving(ChannelPromise promise) {
        return promise.unvoid().addListener(written -> connection.leave());
    }

    /** Answers a request that no route sees, and closes. */
    static void refuse(ChannelPipeline pipeline, Refused why) {
        AnswerHandler answers = Objects.requireNonNull(pipeline.get(AnswerHandler.class));
        answers.refuse(Objects.requireNonNull(pipeline.context(answers)), why);
    }

    private void refuse(ChannelHandlerContext ctx, Refused why) {
        if (refused || connection.leaving()) {
            return;
        }
        refused = true;
        connection.end();
        boolean untold = connection.answerDone() ? !connection.bodyOpen() : !connection.answerBegun();
        if (!untold) {
            connection.drop();
            return;
        }
        edge.note(connection.method(), connection.path(), why);
        FullHttpResponse answer =
                problem(why.code().status().getCode(), Problems.bytes(why.code(), why.detail(), connection.path()));
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(answer)
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE)
                .addListener(written -> connection.leave());
    }

    private FullHttpResponse busy() {
        byte[] words = Problems.busy(
                "too many answers are being written to other clients; try again in a second", connection.path());
        FullHttpResponse answer = problem(HttpResponseStatus.SERVICE_UNAVAILABLE.code(), words);
        answer.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
        return answer;
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (connection.bodyOpen() && connection.answerDone() && !connection.leaving()) {
            // The client still sends: it would lose its answer if the connection were closed at once.
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
            connection.leave();
        } else {
            ctx.close(promise);
        }
    }

    private static FullHttpResponse problem(int status, byte[] words) {
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(words));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, words.length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("X-Content-Type-Options", "nosniff");
        return answer;
    }
}
