package dev.tasuki.server.wire;

import dev.tasuki.core.base.CancelSignal;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import org.jspecify.annotations.Nullable;

/** Watches a client's connection while work is done for it. Closing ends the watch. */
public final class Disconnection implements AutoCloseable {
    private final CancelSignal departure = new CancelSignal();
    private final ChannelFutureListener listener = closed -> departure.go();
    private final @Nullable Channel channel;

    private Disconnection(@Nullable Channel channel) {
        this.channel = channel;
        if (channel != null) {
            channel.closeFuture().addListener(listener);
        }
    }

    /** Watches the connection by which the request came. */
    public static Disconnection of(HttpRequest<?> request) {
        return new Disconnection(
                request instanceof NettyHttpRequest<?> netty
                        ? netty.getChannelHandlerContext().channel()
                        : null);
    }

    /** What is told when the connection closes. */
    public CancelSignal departure() {
        return departure;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.closeFuture().removeListener(listener);
        }
    }
}
