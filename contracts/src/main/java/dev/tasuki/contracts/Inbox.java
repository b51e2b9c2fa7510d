package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Settlement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** A handler that keeps what it was given. Safe for any number of workers. */
final class Inbox implements DeliveryHandler {
    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final IntFunction<Settlement> settlements;

    /** Accepts everything. */
    Inbox() {
        this(delivery -> Settlement.ACCEPT);
    }

    /** Settles the nth delivery, from 1, as told. */
    Inbox(IntFunction<Settlement> settlements) {
        this.settlements = settlements;
    }

    @Override
    public synchronized Settlement handle(Delivery delivery) {
        deliveries.add(delivery);
        return settlements.apply(deliveries.size());
    }

    void awaitCount(int count) {
        Eventually.holds(() -> assertThat(deliveries).hasSizeGreaterThanOrEqualTo(count));
    }

    Delivery first() {
        return deliveries.getFirst();
    }

    List<String> ids() {
        return deliveries.stream().map(d -> d.message().correlationId()).toList();
    }
}
