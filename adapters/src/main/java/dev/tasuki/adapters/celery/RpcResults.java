package dev.tasuki.adapters.celery;

import java.util.Optional;

/** Results as messages to the queue of each client, Celery's {@code rpc://}. Nothing is kept, so no chord is counted. */
final class RpcResults implements Results {
    private final Wire wire;

    RpcResults(Wire wire) {
        this.wire = wire;
    }

    @Override
    public void put(Told told) {
        if (listens(told)) {
            wire.reply(reply(told));
        }
    }

    @Override
    public void hint(Told told) {
        if (listens(told)) {
            wire.hint(reply(told));
        }
    }

    private static boolean listens(Told told) {
        return !told.sender().replyTo().isEmpty();
    }

    private static Wire.Reply reply(Told told) {
        return new Wire.Reply(
                told.sender().replyTo(),
                told.sender().correlationId(),
                told.meta().message());
    }

    @Override
    public Optional<ChordParts> parts() {
        return Optional.empty();
    }

    /** The wire is somebody else's. */
    @Override
    public void close() {}
}
