package dev.tasuki.faults.bent;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.TaskKind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A broker whose requests come back only with their reply. */
final class EndlessWait implements Broker {
    private final Broker real;
    private final Map<String, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();

    EndlessWait(Broker real) {
        this.real = real;
    }

    @Override
    public void publish(Message message) {
        if (message.replyTo() == null || message.queue().equals(TaskKind.TRAIN.queue())) {
            real.publish(message);
            return;
        }
        CompletableFuture<Message> reply = new CompletableFuture<>();
        waiting.put(message.correlationId(), reply);
        real.publish(message);
        reply.join();
    }

    @Override
    public ReplyQueue openReplyQueue(Consumer<Message> listener) {
        return real.openReplyQueue(reply -> {
            listener.accept(reply);
            CompletableFuture<Message> request = waiting.remove(reply.correlationId());
            if (request != null) {
                request.complete(reply);
            }
        });
    }

    @Override
    public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        return real.subscribe(queue, workers, handler);
    }

    @Override
    public BrokerCapabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public BrokerStatus status() {
        return real.status();
    }

    @Override
    public void close() {
        real.close();
    }
}
