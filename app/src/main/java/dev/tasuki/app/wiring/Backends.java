package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.BrokerAdapter;
import dev.tasuki.app.adapter.Closer;
import dev.tasuki.app.adapter.Opening;
import dev.tasuki.app.adapter.ResultAdapter;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.SharedStats;
import dev.tasuki.core.port.ObjectStore;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Opens the broker and the stores that the settings choose. For one thread. */
final class Backends {
    private final Settings settings;
    private final Opening opening;
    private @Nullable ObjectStore store;

    private Backends(Settings settings, InstantSource clock, Closer closer, Opening.ProcessTraits process) {
        this.settings = settings;
        this.opening = new Opening(settings.data(), settings.variables(), clock, closer, process, this::store);
    }

    /** Opened for this process and closed by {@code closer}. */
    static Backends of(Settings settings, InstantSource clock, Closer closer, Opening.ProcessTraits process) {
        return new Backends(settings, clock, closer, process);
    }

    /** For a command that looks at something and ends. */
    static Backends visited(Settings settings, Closer closer, String command) {
        return of(settings, InstantSource.system(), closer, Opening.ProcessTraits.visitor(command));
    }

    /** What adapters are opened with. */
    Opening opening() {
        return opening;
    }

    /** The same at each call. */
    ObjectStore store() {
        ObjectStore open = store;
        if (open == null) {
            open = Adapters.STORES.of(settings.store()).open(settings.store(), opening);
            store = open;
        }
        return open;
    }

    /** A store on a disk takes datasets only while there is room; one behind a network is not asked twice at once. */
    ObjectStore guardedStore(Keys keys) {
        ObjectStore store = store();
        return settings.store().local()
                ? new DiskGuardedObjectStore(
                        store,
                        keys.datasets(),
                        DiskSpace.ofStore(settings.store().path(), settings.minFree()))
                : new SharedStats(store);
    }

    ResultAdapter.Opened results() {
        return Adapters.RESULTS.of(settings.results()).open(settings.results(), opening);
    }

    BrokerAdapter.Opened broker() {
        return Adapters.BROKERS.of(settings.broker()).open(settings.broker(), opening);
    }

    /** The broker of predictions; the same if they have none of their own. */
    BrokerAdapter.Opened predictBroker(BrokerAdapter.Opened same) {
        return settings.predictBroker()
                .filter(url -> !url.equals(settings.broker()))
                .map(url -> Adapters.BROKERS.of(url).open(url, opening))
                .orElse(same);
    }
}
