package dev.tasuki.adapters.celery;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A consumer that is made anew when its queue or its channel goes. The end of a whole connection is its keeper's matter. */
abstract class ResubscribingConsumer extends DefaultConsumer {
    private final Supplier<@Nullable Channel> current;
    private final Runnable again;

    /**
     * Of one channel.
     *
     * @param current the channel that is in use now: what becomes of a former one does not matter
     * @param again forgets the channel and asks for a new one; called on the thread that reads the connection
     */
    ResubscribingConsumer(Channel channel, Supplier<@Nullable Channel> current, Runnable again) {
        super(channel);
        this.current = current;
        this.again = again;
    }

    /** The queue was deleted, or its node went away. */
    @Override
    public void handleCancel(String consumer) {
        again.run();
    }

    @Override
    public void handleShutdownSignal(String consumer, ShutdownSignalException cause) {
        if (getChannel().equals(current.get()) && !cause.isHardError() && !cause.isInitiatedByApplication()) {
            again.run();
        }
    }
}
