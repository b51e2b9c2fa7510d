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
    private final Results results;
    private final Canvas canvas;

    Conclusion(Results results, Canvas canvas) {
        this.results = results;
        this.canvas = canvas;
    }

    /** Tells it. Throws Unavailable if the broker did not take all of it. */
    void tell(CallOrigin origin, Ending ending) {
        switch (ending) {
            case Ending.Done done -> {
                store(origin, done, canvas.succeeded(origin, done.result()));
                canvas.partEnded(origin, done);
            }
            case Ending.Failed failed -> {
                store(origin, failed, none());
                tellChain(origin, Status.FAILURE, failed.error());
                canvas.partEnded(origin, failed);
                canvas.failed(origin);
            }
            case Ending.Revoked revoked -> {
                store(origin, revoked, none());
                tellChain(origin, Status.REVOKED, revoked.error());
                canvas.partEnded(origin, revoked);
            }
        }
    }

    /** Tells the client alone, of the same ending as before. */
    void tellAgain(CallOrigin origin, Ending ending) {
        store(origin, ending, none());
    }

    /** A state on the way there, which may get lost. */
    void hint(Sender sender, Meta meta) {
        if (!sender.ignoreResult()) {
            results.hint(new Results.Told(sender, new Request.Lineage(sender.id(), null, null, null), meta));
        }
    }

    /** Nobody else ever tells clients of steps that are not taken any more. */
    private void tellChain(CallOrigin origin, Status status, PythonError error) {
        for (Signature step : origin.embed().chain().reversed()) {
            Canvas.waiting(step, part -> canvas.tellWaiting(part, status, error, origin));
        }
    }

    private void store(CallOrigin origin, Ending ending, ArrayNode children) {
        Sender sender = origin.sender();
        if (!sender.ignoreResult()) {
            Meta meta = switch (ending) {
                case Ending.Done done -> Meta.success(sender.id(), done.result(), children);
                case Ending.Failed failed -> Meta.error(sender, Status.FAILURE, failed.error());
                case Ending.Revoked revoked -> Meta.error(sender, Status.REVOKED, revoked.error());
            };
            results.put(new Results.Told(sender, origin.lineage(), meta));
        }
    }

    private static ArrayNode none() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
