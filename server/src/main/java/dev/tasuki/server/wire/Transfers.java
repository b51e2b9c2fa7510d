package dev.tasuki.server.wire;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How many uploads and downloads of files are under way, in all and from each address. Thread-safe. */
public final class Transfers {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Direction uploads = new Direction(
            Limits.UPLOADS,
            Limits.UPLOADS_PER_ADDRESS,
            "uploads",
            "; nothing was read of this one, send it again later");
    private final Direction downloads = new Direction(
            Limits.DOWNLOADS, Limits.DOWNLOADS_PER_ADDRESS, "downloads", "; wait until one has ended, and ask again");

    /** A file that was let in or out, until it is closed. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Lets an upload in, or throws {@link TooBusy}. */
    public Place upload(InetAddress address) {
        return uploads.enter(address);
    }

    /** Lets a download out, or throws {@link TooBusy}. */
    public Place download(InetAddress address) {
        return downloads.enter(address);
    }

    /** One direction. */
    private static final class Direction {
        private final Limits most;
        private final Limits mostPerAddress;
        private final String what;
        private final String advice;
        private final Map<InetAddress, Integer> byAddress = new HashMap<>();
        private int all;

        Direction(Limits most, Limits mostPerAddress, String what, String advice) {
            this.most = most;
            this.mostPerAddress = mostPerAddress;
            this.what = what;
            this.advice = advice;
        }

        synchronized Place enter(InetAddress address) {
            int here = byAddress.getOrDefault(address, 0);
            if (here >= mostPerAddress.value()) {
                throw busy(here + " " + what + " from this address are under way, which is the limit");
            }
            if (all >= most.value()) {
                throw busy(all + " " + what + " are under way, which is the limit");
            }
            all++;
            byAddress.put(address, here + 1);
            return () -> leave(address);
        }

        private synchronized void leave(InetAddress address) {
            all--;
            byAddress.computeIfPresent(address, (key, here) -> here == 1 ? null : here - 1);
        }

        private TooBusy busy(String words) {
            return new TooBusy(RefusalCode.TOO_BUSY, words + advice, RETRY_AFTER);
        }
    }
}
