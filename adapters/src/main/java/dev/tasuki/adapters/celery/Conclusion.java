package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tasuki.adapters.celery.Meta.Status;
import dev.tasuki.adapters.celery.Request.Sender;

/**
 * Tells clients how a call ended. All of it may be told again: with the same ids, of which clients take one. Thread-safe.
 */
final class Conclusion {
    private final Wire wire;

    Conclusion(Wire wire) {
        this.wire = wire;
    }

    /** Tells it. Throws Unavailable if the broker did not take all of it. */
    void tell(CallOrigin origin, Ending ending) {
        Sender sender = origin.sender();
        store(
                sender,
                switch (ending) {
                    case Ending.Done done -> Meta.success(sender.id(), done.result(), none());
                    case Ending.Failed failed -> Meta.error(sender, Status.FAILURE, failed.error());
                    case Ending.Revoked revoked -> Meta.error(sender, Status.REVOKED, revoked.error());
                });
    }

    /** Tells the client alone, of the same ending as before. */
    void tellAgain(CallOrigin origin, Ending ending) {
        tell(new CallOrigin(origin.sender(), origin.lineage(), Embed.NONE, origin.queue(), origin.soft()), ending);
    }

    /** A state on the way there, which may get lost. */
    void hint(Sender sender, Meta meta) {
        if (listens(sender)) {
            wire.hint(reply(sender, meta));
        }
    }

    private void store(Sender sender, Meta meta) {
        if (listens(sender)) {
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
