package dev.tasuki.adapters.celery;

import com.rabbitmq.client.Connection;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import java.io.IOException;

/**
 * Greets the fleet on each new connection, and waits a moment for what the others know. It stands before the consumers of
 * calls, so that none is taken that was called off before.
 */
final class AmqpGreeting implements ConnectionKeeper.Part {
    private final Mingle mingle;
    private boolean greeted;

    AmqpGreeting(Mingle mingle) {
        this.mingle = mingle;
    }

    @Override
    public void attach(Connection connection) throws IOException {
        if (greeted) {
            return;
        }
        AmqpQuestion.ask(connection, mingle.command(), mingle.headers(), Mingle.PATIENCE)
                .forEach(mingle::heard);
        greeted = true;
    }

    @Override
    public void detach() {
        greeted = false;
    }

    @Override
    public String toString() {
        return "greeting of Celery's workers";
    }
}
