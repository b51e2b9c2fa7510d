package dev.tasuki.core.port;

/**
 * A message in a consumer's hands.
 *
 * @param message what was sent
 * @param count how often it was delivered, this time included; 0 if the broker does not say
 * @param handOver settles the delivery as accepted at once, although the handler goes on: for work
 *     that is safe under a lease of its own and may outlast the broker's patience. The handler's
 *     settlement is then ignored. Calling it twice does nothing.
 */
public record Delivery(Message message, int count, Runnable handOver) {}
