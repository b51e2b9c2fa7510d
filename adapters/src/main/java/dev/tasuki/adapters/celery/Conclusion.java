package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tasuki.adapters.celery.Meta.Status;
import dev.tasuki.adapters.celery.Request.Sender;

/**
 * Tells clients how a call ended, and sends what follows it. All of it may be told again: with the same ids, of which
 * clients take one. Thread-safe.
 */
final class Conclusion {
    private final Wire wire;
    private final Canvas canvas;

    Conclusion(Wire wire, Canvas canvas) {
        this.wire = wire;
        this.canvas = canvas;
    }

    /** Tells it. Throws Unavailable if the broker did not take all of it. */
    void tell(CallOrigin origin, Ending ending) {
        switch (ending) {
            case Ending.Done done -> store(origin.sender(), done, canvas.succeeded(origin, done.result()));
            case Ending.Failed failed -> {
                store(origin.sender(), failed, none());
                tellChain(origin, Status.FAILURE, failed.error());
                canvas.failed(origin);
            }
            case Ending.Revoked revoked -> {
                store(origin.sender(), revoked, none());
                tellChain(origin, Status.REVOKED, revoked.error());
            }
        }
    }

    /** Tells the client alone, of the same ending as before. */
    void tellAgain(CallOrigin origin, Ending ending) {
        store(origin.sender(), ending, none());
    }

    /** A state on the way there, which may get lost. */
    void hint(Sender sender, Meta meta) {
        if (listens(sender)) {
            wire.hint(reply(sender, meta));
        }
    }

    /** Nobody else ever tells clients of steps that are not taken any more. */
    private void tellChain(CallOrigin origin, Status status, PythonError error) {
        for (Signature step : origin.embed().chain().reversed()) {
            Canvas.waiting(step, part -> canvas.tellWaiting(part, status, error, origin));
        }
    }

    private void store(Sender sender, Ending ending, ArrayNode children) {
        if (listens(sender)) {
            Meta meta = switch (ending) {
                case Ending.Done done -> Meta.success(sender.id(), done.result(), children);
                case Ending.Failed failed -> Meta.error(sender, Status.FAILURE, failed.error());
                case Ending.Revoked revoked -> Meta.error(sender, Status.REVOKED, revoked.error());
            };
            wire.reply(reply(sender, meta));
        }
    }

    private static boolean listens(Sender sender) {
        return !sender.ignoreResult() && !sender.replyTo().isEmpty();
    }

    private static Wire.Reply reply(Sender sender, Meta meta) {
        return new Wire.Reply(sender.replyTo(), sender.correlationId(), meta.message());
    }

    private static ArrayNode none() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
