package dev.tasuki.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Next to the socket: measures who waits for whom, and looks from time to time whether a client takes too long. */
final class Wire extends ChannelDuplexHandler {
    private final Connection connection;
    private final RequestDecoder decoder;
    private final long period;
    private @Nullable Future<?> looks;

    Wire(Connection connection, RequestDecoder decoder, Edge edge) {
        this.connection = connection;
        this.decoder = decoder;
        this.period = edge.bounds().times().look().toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        looks = ctx.executor().scheduleWithFixedDelay(() -> look(ctx), period, period, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        Refused tooLate = connection.look();
        if (tooLate != null) {
            AnswerHandler.refuse(ctx.pipeline(), tooLate);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (looks != null) {
            looks.cancel(false);
        }
        connection.closed();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        connection.read();
        if (connection.leaving() && message instanceof ByteBuf bytes) {
            connection.received(bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (connection.over()) {
            ctx.read();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!decoder.full()) {
            connection.reading();
            ctx.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            connection.writing(bytes.readableBytes());
        }
        ctx.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        connection.settle();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        connection.settle();
        decoder.resumeLater();
    }
}
