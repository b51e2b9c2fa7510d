package dev.tasuki.adapters.resp;

import dev.tasuki.adapters.resp.RedisSettings.Address;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The lane for one purpose; in a Cluster one for each node that is used, and each command goes to the node that has its
 * key. A command that a node sends elsewhere was not run, so it is sent once more, to where the node said. Safe for any
 * number of threads.
 */
public final class RedisLanes implements AutoCloseable {
    /** How often Sentinels are asked whether the master is still the same. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final String name;
    private final RedisLink link;
    private final @Nullable ClusterMap cluster;
    /** Outside of a Cluster; at least one there. */
    private final List<Lane> alone;
    /** In a Cluster, by node. */
    private final Map<Address, Lane> lanes = new ConcurrentHashMap<>();

    private final Ticker.Ticking looking;
    private volatile ClusterMap.@Nullable Slots seen;
    private volatile boolean closed;

    private RedisLanes(String name, RedisLink link, int width) {
        this.name = name;
        this.link = link;
        this.cluster = link.cluster();
        AtomicLong losses = new AtomicLong();
        this.alone = IntStream.rangeClosed(1, cluster == null ? width : 0)
                .mapToObj(number -> Lane.start(number == 1 ? name : name + "-" + number, link, losses))
                .toList();
        this.looking = link.settings().layout() instanceof RedisSettings.Sentinels
                ? new ThreadTicker().every(LOOK, "redis-" + name + "-master", link::look)
                : () -> {};
    }

    /** Connects at the first command. */
    public static RedisLanes start(String name, RedisLink link) {
        return start(name, link, 1);
    }

    /**
     * The same with several connections, for commands whose order does not matter: while the server does what one
     * brought, the other gathers. A command goes to the one with the fewest under way; in a Cluster to its node's.
     *
     * @param width how many, at least one
     */
    public static RedisLanes start(String name, RedisLink link, int width) {
        return new RedisLanes(name, link, width);
    }

    /** Sends it and returns the answer; throws the refusal. */
    @Nullable
    public Object call(Command command) {
        return Lane.join(send(command));
    }

    /**
     * Sends it; the future ends with the answer or a {@link Refusal}.
     *
     * @throws dev.tasuki.core.task.TooBusy if too many are under way
     */
    public CompletableFuture<@Nullable Object> send(Command command) {
        return sent(command, Lane::send);
    }

    /** The same for those who must be heard: waits for room. */
    public CompletableFuture<@Nullable Object> sendPatiently(Command command) {
        return sent(command, Lane::sendPatiently);
    }

    private CompletableFuture<@Nullable Object> sent(
            Command command, BiFunction<Lane, Command, CompletableFuture<@Nullable Object>> how) {
        if (!alone.isEmpty()) {
            return how.apply(least(), command);
        }
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        follow(command, how, result, true);
        return result;
    }

    private Lane least() {
        Lane least = alone.getFirst();
        for (int i = 1; i < alone.size(); i++) {
            if (alone.get(i).underWay() < least.underWay()) {
                least = alone.get(i);
            }
        }
        return least;
    }

    private void follow(
            Command command,
            BiFunction<Lane, Command, CompletableFuture<@Nullable Object>> how,
            CompletableFuture<@Nullable Object> result,
            boolean again) {
        CompletableFuture<@Nullable Object> answer;
        try {
            answer = how.apply(of(command.key()), command);
        } catch (Refusal none) {
            result.completeExceptionally(none);
            return;
        }
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else if (again && failure.getCause() != null && RedisLink.moved(failure.getCause())) {
                // The lane has told the map. Its thread must not wait for another lane.
                Thread.ofVirtual().name("tasuki-redis-moved").start(() -> follow(command, how, result, false));
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private Lane of(String key) {
        ClusterMap map = Objects.requireNonNull(cluster);
        Address owner = map.owner(key);
        forgetOthers(map.known());
        Lane lane = lanes.computeIfAbsent(owner, address -> Lane.start(name, link.node(address)));
        if (closed) {
            lane.close();
            throw link.errors().closed();
        }
        return lane;
    }

    /** Nodes that have no slot any more need no lane. */
    private void forgetOthers(ClusterMap.Slots slots) {
        if (slots == seen) {
            return;
        }
        seen = slots;
        for (Address node : lanes.keySet()) {
            if (!slots.nodes().contains(node)) {
                Lane gone = lanes.remove(node);
                if (gone != null) {
                    Thread.ofVirtual().name("tasuki-redis-gone").start(gone::close);
                }
            }
        }
    }

    /** The lanes that there are now. */
    public Collection<Lane> all() {
        return alone.isEmpty() ? List.copyOf(lanes.values()) : alone;
    }

    /** Sends what is there, and then ends. */
    @Override
    public void close() {
        closed = true;
        looking.close();
        all().forEach(Lane::close);
    }
}
