package dev.tasuki.adapters.resp;

import dev.tasuki.adapters.resp.RedisSettings.Address;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * Opens connections for one use: to the server of the URL, to the master that its Sentinels name, or to the node of its
 * Cluster that has a key. Safe for any number of threads.
 */
public final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final long JUST_NOW_NANOS = 500_000_000;

    private final RedisSettings settings;
    private final ServerFacts.Use use;
    private final RedisErrors errors;
    private final RedisCounts counts;
    private final Connector connector;
    private final @Nullable SentinelGroup sentinels;
    private final @Nullable ClusterMap cluster;
    /** True for one node of a Cluster, whose map it shares. */
    private final boolean node;

    private final Map<Address, RedisLink> nodes = new ConcurrentHashMap<>();
    private final AtomicLong masters = new AtomicLong();
    private volatile @Nullable Address master;
    private volatile long looked = System.nanoTime();

    public RedisLink(RedisSettings settings, ServerFacts.Use use) {
        this(settings, use, null, new RedisCounts(settings.where()));
    }

    private RedisLink(RedisSettings settings, ServerFacts.Use use, @Nullable ClusterMap shared, RedisCounts counts) {
        this.settings = settings;
        this.use = use;
        this.counts = counts;
        this.errors = new RedisErrors(
                settings,
                use == ServerFacts.Use.RESULTS ? RefusalCode.RESULTS_UNAVAILABLE : RefusalCode.BROKER_UNAVAILABLE);
        this.connector = new Connector(settings);
        this.node = shared != null;
        this.sentinels = settings.layout() instanceof RedisSettings.Sentinels of
                ? new SentinelGroup(errors, connector, of.master())
                : null;
        this.cluster = shared == null && settings.layout() instanceof RedisSettings.Cluster
                ? new ClusterMap(errors, connector)
                : shared;
    }

    public RedisSettings settings() {
        return settings;
    }

    public RedisErrors errors() {
        return errors;
    }

    public RedisCounts counts() {
        return counts;
    }

    /** Which node has which key; null if this is no Cluster. */
    @Nullable
    ClusterMap cluster() {
        return cluster;
    }

    /** The way to one node of the Cluster, the same at each call. */
    RedisLink node(Address address) {
        return nodes.computeIfAbsent(address, there -> new RedisLink(settings.at(there), use, cluster, counts));
    }

    /** The ways to the servers that have these keys, each with its keys: only in a Cluster there may be several. */
    public Map<RedisLink, List<String>> parts(Collection<String> keys) {
        if (cluster == null || node) {
            return Map.of(this, List.copyOf(keys));
        }
        Map<RedisLink, List<String>> parts = new LinkedHashMap<>();
        for (String key : keys) {
            parts.computeIfAbsent(node(cluster.owner(key)), link -> new ArrayList<>())
                    .add(key);
        }
        return parts;
    }

    /**
     * A connection to a server that will do.
     *
     * @param silence how long an answer may take
     * @throws dev.tasuki.core.task.Refusal if there is none, or the server does not promise what this use needs
     */
    public Connection open(String purpose, Duration silence) {
        Connection connection = connect(purpose, silence, "");
        try {
            ServerFacts facts = ServerFacts.ask(connection);
            facts.unfit(settings, use).ifPresent(reason -> {
                doubt();
                throw errors.unavailable(reason, null);
            });
            counts.connected(settings.where(), facts);
            return connection;
        } catch (RuntimeException e) {
            end(connection);
            throw e instanceof JedisException ? errors.away(e) : e;
        }
    }

    /**
     * A connection, whatever the server promises.
     *
     * @param key what the server has to have, which only a Cluster asks
     */
    public Connection connect(String purpose, Duration silence, String key) {
        Address address = address(key);
        try {
            return connector.server(address, purpose, silence);
        } catch (JedisDataException e) {
            throw errors.refused(e);
        } catch (JedisException e) {
            doubt();
            throw errors.unreached(e);
        }
    }

    private Address address(String key) {
        if (sentinels != null) {
            return found(sentinels);
        }
        return cluster == null || node ? settings.servers().getFirst() : cluster.owner(key);
    }

    private Address found(SentinelGroup group) {
        Address found = group.find();
        looked = System.nanoTime();
        synchronized (masters) {
            if (!found.equals(master)) {
                master = found;
                masters.incrementAndGet();
            }
        }
        return found;
    }

    /**
     * Changes with each master that the Sentinels name. A connection that was made under another number leads to a
     * former one, which goes on taking writes until it is made a replica, some ten seconds after a failover that was
     * asked for: what it takes then is lost.
     */
    long masters() {
        return masters.get();
    }

    /** Asks the Sentinels, unless that was done just now. */
    void look() {
        if (sentinels == null || System.nanoTime() - looked < JUST_NOW_NANOS) {
            return;
        }
        try {
            found(sentinels);
        } catch (Refusal away) {
            LOG.debug("the master stays: {}", away.detail());
        }
    }

    private void doubt() {
        if (cluster != null) {
            cluster.doubt();
        }
    }

    /** Takes note of where a server says that a key is; anything else it says is left alone. */
    void noteMove(JedisDataException error) {
        if (cluster != null && error instanceof JedisMovedDataException moved) {
            HostAndPort target = moved.getTargetNode();
            cluster.moved(moved.getSlot(), new Address(target.getHost(), target.getPort()));
        }
    }

    /** True if a node of a Cluster said by this that another one has the key; the command was not run. */
    static boolean moved(Throwable error) {
        return error instanceof JedisMovedDataException;
    }

    /** True if the server has become a replica, so that the master has to be found anew: the connection would stay. */
    static boolean demoted(JedisDataException error) {
        String text = String.valueOf(error.getMessage());
        return text.startsWith("READONLY") || text.startsWith("UNBLOCKED");
    }

    /** Ends a connection in any state. Jedis sends first what is left to send, which a broken connection refuses. */
    public static void end(Connection connection) {
        try {
            connection.disconnect();
        } catch (JedisException broken) {
            LOG.debug("a connection to Redis ended in the middle: {}", RedisErrors.reason(broken));
        }
    }
}
