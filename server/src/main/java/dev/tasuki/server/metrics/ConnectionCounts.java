package dev.tasuki.server.metrics;

import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts open connections, and refuses those beyond the bounds. Thread-safe. */
@Singleton
public final class ConnectionCounts {
    /** The part of an IPv6 address that names a network: a customer chooses the other bytes freely. */
    private static final int NETWORK_BYTES = 8;

    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    /** Connections that were closed at once. */
    public long refused() {
        return refused.sum();
    }

    /** Connections that are open. */
    public int open() {
        return all.get();
    }

    /** True if one more may be open; then {@link #leave} must be called once. */
    public boolean enter(SocketAddress from, int most, int mostPerAddress) {
        String address = key(from);
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            refused.increment();
            return false;
        }
        if (byAddress.merge(address, 1, Integer::sum) > mostPerAddress) {
            leave(from);
            refused.increment();
            return false;
        }
        return true;
    }

    /** One that was let in is closed. */
    public void leave(SocketAddress from) {
        all.decrementAndGet();
        byAddress.computeIfPresent(key(from), (address, count) -> count == 1 ? null : count - 1);
    }

    private static String key(SocketAddress from) {
        InetAddress address = from instanceof InetSocketAddress internet ? internet.getAddress() : null;
        if (address == null) {
            return "";
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
