package dev.tasuki.adapters.amqp;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import dev.tasuki.adapters.tls.TlsFiles;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client library's factory, set up from our settings. */
public final class Connections {
    private Connections() {}

    /**
     * A factory for plain connections: who uses it recovers by himself.
     *
     * @throws IllegalArgumentException if a file with certificates or a key is no good
     */
    public static ConnectionFactory factory(RabbitSettings settings) {
        return factory(settings, size -> true);
    }

    /** The same for a connection into which large bodies come only if there is room for them. */
    public static ConnectionFactory factory(RabbitSettings settings, LongPredicate budget) {
        return prepared(settings, new Filtering(budget));
    }

    /** The same without a filter: what the client library cannot read breaks the connection. */
    public static ConnectionFactory unfiltered(RabbitSettings settings) {
        return prepared(settings, new ConnectionFactory());
    }

    private static ConnectionFactory prepared(RabbitSettings settings, ConnectionFactory factory) {
        factory.setUsername(settings.user());
        factory.setPassword(settings.password());
        factory.setVirtualHost(settings.virtualHost());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedHeartbeat((int) settings.timing().heartbeat().toSeconds());
        factory.setConnectionTimeout((int) settings.timing().connect().toMillis());
        factory.setHandshakeTimeout((int) settings.timing().connect().toMillis());
        factory.setChannelRpcTimeout((int) settings.timing().confirm().toMillis());
        // The library takes less than that, not as much.
        factory.setMaxInboundMessageBodySize(Limits.MESSAGE_BYTES.intValue() + 1);
        factory.setSharedExecutor(new DirectExecutor());
        factory.setExceptionHandler(new QuietExceptions());
        factory.setThreadFactory(
                Thread.ofPlatform().daemon().name("tasuki-rabbitmq-client-", 0).factory());
        TlsFiles tls = settings.tls();
        if (tls != null) {
            factory.useSslProtocol(tls.context());
            if (tls.verifyPeer()) {
                factory.enableHostnameVerification();
            }
        }
        return factory;
    }

    /** Looks at every frame before the library does. */
    private static final class Filtering extends ConnectionFactory {
        private final LongPredicate budget;

        Filtering(LongPredicate budget) {
            this.budget = budget;
        }

        @Override
        protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
            FrameHandlerFactory frames = super.createFrameHandlerFactory();
            return (address, name) -> new FilteredFrames(frames.create(address, name), budget);
        }
    }

    /** The keeper says what happened, once and in our words; the library's own words are for debugging. */
    private static final class QuietExceptions extends ForgivingExceptionHandler {
        private static final Logger LOG = LoggerFactory.getLogger(QuietExceptions.class);

        @Override
        protected void log(String message, Throwable e) {
            LOG.debug("{}", message, e);
        }
    }
}
