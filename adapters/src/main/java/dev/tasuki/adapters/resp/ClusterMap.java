package dev.tasuki.adapters.resp;

import dev.tasuki.adapters.resp.RedisSettings.Address;
import dev.tasuki.core.task.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Which node of a Cluster has which slot, as the nodes tell. It is asked for when it is needed first; afterwards callers
 * have the old map at once, while a doubt has it asked for anew beside them. Safe for any number of threads.
 */
final class ClusterMap {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMap.class);
    private static final int SLOTS = 16_384;
    private static final long PAUSE_NANOS = 200_000_000;

    private final RedisErrors errors;
    private final Connector connector;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Slots slots;
    private volatile long askAgainAt = System.nanoTime();

    ClusterMap(RedisErrors errors, Connector connector) {
        this.errors = errors;
        this.connector = connector;
    }

    /**
     * Who has what. Immutable.
     *
     * @param owners by slot; null where no node has it
     * @param nodes all that have any
     */
    record Slots(List<@Nullable Address> owners, Set<Address> nodes) {
        private static Slots of(List<@Nullable Address> owners) {
            Set<Address> nodes = new HashSet<>();
            for (Address owner : owners) {
                if (owner != null) {
                    nodes.add(owner);
                }
            }
            return new Slots(Collections.unmodifiableList(owners), Set.copyOf(nodes));
        }

        private Slots with(int slot, Address owner) {
            List<@Nullable Address> changed = new ArrayList<>(owners);
            changed.set(slot, owner);
            return of(changed);
        }
    }

    /**
     * The map as it is known.
     *
     * @throws dev.tasuki.core.task.Unavailable if no node tells; the cause is {@link Misnamed} if it is no Cluster
     */
    Slots known() {
        Slots there = slots;
        return there == null ? first() : there;
    }

    private synchronized Slots first() {
        Slots there = slots;
        if (there == null) {
            there = asked();
            slots = there;
        }
        return there;
    }

    /**
     * The node that has this key.
     *
     * @throws dev.tasuki.core.task.Unavailable if none has
     */
    Address owner(String key) {
        int slot = JedisClusterCRC16.getSlot(key);
        Address owner = known().owners().get(slot);
        if (owner == null) {
            doubt();
            throw errors.unavailable(
                    "the Cluster at " + connector.settings().where() + " has no node for the slot " + slot
                            + ": give each slot a node (redis-cli --cluster check)",
                    null);
        }
        return owner;
    }

    /** A node has said that the slot is another's now. */
    void moved(int slot, Address owner) {
        synchronized (this) {
            Slots there = slots;
            if (there != null && slot >= 0 && slot < SLOTS && !owner.host().isEmpty()) {
                slots = there.with(slot, owner);
            }
        }
        doubt();
    }

    /** Something did not fit: the map is asked for anew, soon, and by one at a time. */
    void doubt() {
        if (slots == null || System.nanoTime() - askAgainAt < 0 || !asking.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("tasuki-redis-cluster").start(() -> {
            try {
                Slots fresh = asked();
                synchronized (this) {
                    slots = fresh;
                }
            } catch (Refusal away) {
                LOG.debug("the map of the Cluster stays: {}", away.detail());
            } finally {
                askAgainAt = System.nanoTime() + PAUSE_NANOS;
                asking.set(false);
            }
        });
    }

    /** Asks one node after the other until one tells. */
    private Slots asked() {
        Set<Address> nodes = new LinkedHashSet<>(connector.settings().servers());
        Slots there = slots;
        if (there != null) {
            nodes.addAll(there.nodes());
        }
        List<Address> order = new ArrayList<>(nodes);
        Collections.shuffle(order);
        JedisException last = new JedisException("there is no node");
        for (Address node : order) {
            try {
                return asked(node);
            } catch (JedisException e) {
                LOG.debug("node at {}: {}", node, e.getMessage());
                last = last instanceof JedisDataException ? last : e;
            }
        }
        if (last instanceof Misnamed misnamed) {
            throw errors.unavailable(String.valueOf(misnamed.getMessage()), misnamed);
        }
        if (last instanceof JedisDataException refused) {
            throw errors.refused(refused);
        }
        throw errors.unavailable(
                "no node of the Cluster at " + connector.settings().where() + " answers: " + RedisErrors.reason(last),
                last);
    }

    private Slots asked(Address node) {
        Connection connection =
                connector.server(node, "nodes", connector.settings().timing().command());
        try {
            connection.sendCommand(Protocol.Command.CLUSTER, "SLOTS");
            return read(connection.getOne(), node);
        } catch (JedisDataException e) {
            if (String.valueOf(e.getMessage()).contains("cluster support disabled")) {
                throw new Misnamed("Redis at " + node + " is no Cluster: leave cluster=true out of the URL");
            }
            throw e;
        } finally {
            RedisLink.end(connection);
        }
    }

    /** Ranges of slots: the first, the last, the master with host and port, and its replicas. */
    private static Slots read(@Nullable Object answer, Address asked) {
        List<@Nullable Address> owners = new ArrayList<>(SLOTS);
        while (owners.size() < SLOTS) {
            owners.add(null);
        }
        for (Object range : Answer.list(answer)) {
            List<Object> parts = Answer.list(range);
            if (parts.size() > 2 && parts.get(2) instanceof List<?> master && master.size() > 1) {
                // A node that does not know its own address leaves it out: it is the one that was asked.
                String host = master.getFirst() instanceof byte[] name ? Answer.text(name) : "";
                int port = (int) Answer.number(master.get(1));
                Address owner = new Address(host.isEmpty() || host.equals("?") ? asked.host() : host, port);
                int last = (int) Math.min(Answer.number(parts.get(1)), SLOTS - 1L);
                for (int slot = (int) Math.max(0, Answer.number(parts.get(0))); slot <= last; slot++) {
                    owners.set(slot, owner);
                }
            }
        }
        return Slots.of(owners);
    }
}
