package dev.tasuki.core.base;

import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Refusal;

/** What the {@link Dispatcher} does with the deliveries of one queue. Thread-safe. */
@FunctionalInterface
public interface Handler {
    /** Begins with a delivery; does nothing yet and throws nothing. */
    Attempt begin(Delivery delivery);

    /** One delivery under way. For one thread. */
    interface Attempt {
        /** Does it and says how the delivery ends; throws a {@link Refusal} if it cannot be done. */
        Settlement run();

        /**
         * Called once if {@link #run()} threw: puts the refusal on record, or answers the request with it.
         *
         * @param usual how the delivery ends unless what was done here calls for something else
         * @return how it ends
         */
        Settlement refused(Refusal refusal, Settlement usual);
    }
}
