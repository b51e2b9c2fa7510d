package dev.tasuki.core.port;

/**
 * What a consumer does with a delivery. Called by as many threads as the subscription has workers.
 * It returns the settlement and throws nothing: the dispatcher in {@code core} turns everything
 * into one. An adapter that sees an exception all the same requeues and logs it.
 */
@FunctionalInterface
public interface DeliveryHandler {
    Settlement handle(Delivery delivery);
}
