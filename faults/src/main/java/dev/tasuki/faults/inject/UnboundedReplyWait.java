package dev.tasuki.faults.inject;

import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A broker whose requests come back only with their reply. */
final class UnboundedReplyWait implements ForwardingBroker {
    private final Broker real;
    private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    UnboundedReplyWait(Broker real) {
        this.real = real;
    }

    @Override
    public Broker broker() {
        return real;
    }

    @Override
    public void publish(Message message) {
        if (message.replyTo() == null || message.queue().equals(TaskKind.TRAIN.queue())) {
            real.publish(message);
            return;
        }
        CompletableFuture<Void> reply = new CompletableFuture<>();
        waiting.put(message.correlationId(), reply);
        real.publish(message);
        reply.join();
    }

    @Override
    public ReplyQueue openReplyQueue(ReplyListener listener) {
        return real.openReplyQueue(new ReplyListener() {
            @Override
            public void replied(Message reply) {
                listener.replied(reply);
                goOn(reply.correlationId());
            }

            @Override
            public void unsent(String correlationId, Refusal reason) {
                listener.unsent(correlationId, reason);
                goOn(correlationId);
            }
        });
    }

    private void goOn(String correlationId) {
        CompletableFuture<Void> request = waiting.remove(correlationId);
        if (request != null) {
            request.complete(null);
        }
    }
}
