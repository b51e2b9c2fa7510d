package dev.tasuki.core.base;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Subscription;

/** A broker in front of another one: what it does not do otherwise is passed on, closing included. */
public interface ForwardingBroker extends Broker {
    /** The one behind it. */
    Broker broker();

    @Override
    default void publish(Message message) {
        broker().publish(message);
    }

    @Override
    default Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        return broker().subscribe(queue, workers, handler);
    }

    @Override
    default ReplyQueue openReplyQueue(ReplyListener listener) {
        return broker().openReplyQueue(listener);
    }

    @Override
    default BrokerCapabilities capabilities() {
        return broker().capabilities();
    }

    @Override
    default BrokerStatus status() {
        return broker().status();
    }

    @Override
    default void close() {
        broker().close();
    }
}
