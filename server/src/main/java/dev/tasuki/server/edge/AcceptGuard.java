package dev.tasuki.server.edge;

import dev.tasuki.server.metrics.ConnectionCounts;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands before the handler that accepts connections, and closes those that are too many. */
@Sharable
final class AcceptGuard extends ChannelInboundHandlerAdapter {
    private final ConnectionCounts counts;
    private final EdgeBounds.Connections bounds;

    AcceptGuard(ConnectionCounts counts, EdgeBounds.Connections bounds) {
        this.counts = counts;
        this.bounds = bounds;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Channel accepted) {
            var from = accepted.remoteAddress();
            // A client that has gone already has no address.
            if (from == null || !counts.enter(from, bounds.all(), bounds.perAddress())) {
                accepted.unsafe().closeForcibly();
                return;
            }
            accepted.closeFuture().addListener(closed -> counts.leave(from));
        }
        ctx.fireChannelRead(message);
    }
}
