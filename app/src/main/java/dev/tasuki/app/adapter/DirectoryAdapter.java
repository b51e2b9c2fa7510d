package dev.tasuki.app.adapter;

import dev.tasuki.adapters.files.DirectoryStore;
import dev.tasuki.core.port.ObjectStore;
import java.util.List;

/** Objects in a directory. */
final class DirectoryAdapter implements StoreAdapter {
    @Override
    public List<Scheme> schemes() {
        return List.of(Scheme.local("file", "file:DIR"));
    }

    @Override
    public List<Promise> promises() {
        return List.of(new Promise(
                "A directory",
                List.of("file"),
                false,
                new Promise.Losses(Loss.NOTHING, Loss.NOTHING, Loss.NO_FAILOVER),
                new Promise.Proof("DirectoryStore", "SQLITE")));
    }

    @Override
    public ObjectStore open(AdapterUrl url, Opening with) {
        return with.closer().register(DirectoryStore.open(url.path(), with.clock()));
    }
}
