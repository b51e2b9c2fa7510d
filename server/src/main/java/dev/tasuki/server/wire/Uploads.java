package dev.tasuki.server.wire;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How many uploads are under way, in all and from each address. Thread-safe. */
public final class Uploads {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int all;

    /** An upload that was let in, until it is closed. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Lets an upload in, or throws {@link TooBusy}. */
    public synchronized Place enter(InetAddress address) {
        int here = byAddress.getOrDefault(address, 0);
        if (here >= Limits.UPLOADS_PER_ADDRESS.value()) {
            throw busy(here + " uploads from this address are under way, which is the limit");
        }
        if (all >= Limits.UPLOADS.value()) {
            throw busy(all + " uploads are under way, which is the limit");
        }
        all++;
        byAddress.put(address, here + 1);
        return () -> leave(address);
    }

    private synchronized void leave(InetAddress address) {
        all--;
        byAddress.computeIfPresent(address, (key, here) -> here == 1 ? null : here - 1);
    }

    private static TooBusy busy(String words) {
        return new TooBusy(
                RefusalCode.TOO_BUSY, words + "; nothing was read of this one, send it again later", RETRY_AFTER);
    }
}
