package dev.tasuki.server.edge;

import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.metrics.ConnectionCounts;
import dev.tasuki.server.metrics.Metrics;
import dev.tasuki.server.wire.Drain;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts our handlers around netty's: at the door, next to each socket, and between bytes and requests. */
@Singleton
final class Edge implements BeanCreatedEventListener<NettyServerCustomizer.Registry>, NettyServerCustomizer {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private final EdgeBounds bounds;
    private final ConnectionCounts counts;
    private final AnswerBudget answers;
    private final BeanProvider<BodyTakers> routes;
    private final BeanProvider<Metrics> metrics;
    private final Drain drain;

    Edge(
            HttpSettings settings,
            ConnectionCounts counts,
            BeanProvider<BodyTakers> routes,
            BeanProvider<Metrics> metrics,
            Drain drain) {
        this.bounds = settings.edge();
        this.counts = counts;
        this.answers = new AnswerBudget(bounds.answers().inFlight());
        this.routes = routes;
        this.metrics = metrics;
        this.drain = drain;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(this);
        return event.getBean();
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
        if (role == ChannelRole.LISTENER) {
            channel.pipeline().addFirst(new AcceptGuard(counts, bounds.connections()));
        }
        return role == ChannelRole.CONNECTION ? new OfConnection(channel) : this;
    }

    /** Netty's codec makes way for ours. */
    private final class OfConnection implements NettyServerCustomizer {
        private final Channel channel;

        OfConnection(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void onStreamPipelineBuilt() {
            build(channel);
        }
    }

    /** Builds what stands around the requests of one connection. */
    void build(Channel channel) {
        int most = bounds.answers().perConnection();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
        Connection connection = new Connection(channel, this);
        Runnable cut = () -> channel.close();
        drain.opened(cut);
        channel.closeFuture().addListener(closed -> drain.closed(cut));
        RequestDecoder decoder = new RequestDecoder(connection, this);
        ChannelPipeline pipeline = channel.pipeline();
        String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
        pipeline.replace(codec, codec, decoder);
        pipeline.addBefore(codec, "tasuki-wire", new Wire(connection, decoder, this));
        pipeline.addAfter(codec, "tasuki-encoder", new AnswerEncoder(connection));
        pipeline.addAfter("tasuki-encoder", "tasuki-answers", new AnswerHandler(connection, this, decoder));
    }

    EdgeBounds bounds() {
        return bounds;
    }

    AnswerBudget answers() {
        return answers;
    }

    Drain drain() {
        return drain;
    }

    boolean takesBody(HttpRequest request) {
        return routes.get().takesBody(request);
    }

    /** Counts and logs what was refused here. */
    void note(String method, String path, Refused why) {
        metrics.get()
                .note(new Metrics.Exchange(method, "none", why.code().status().getCode()), 0);
        LOG.debug("{} {} refused: {}", method, path, why.detail());
    }
}
