package dev.tasuki.testservers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A private Redis Cluster on free ports of 127.0.0.1: masters without replicas, which share the slots evenly. Each node
 * can be stopped and started again like any {@link RedisServer}. Closing it ends all. Not safe for use by several
 * threads.
 */
public record RedisCluster(List<RedisServer> nodes) implements AutoCloseable {
    private static final int SLOTS = 16_384;

    /**
     * Starts it and returns once it takes commands.
     *
     * @param number of nodes
     * @param settings of each node, as {@link RedisServer#start}
     */
    public static RedisCluster start(int number, String... settings) throws IOException {
        RedisCluster cluster = new RedisCluster(new ArrayList<>());
        try {
            for (int i = 0; i < number; i++) {
                int bus = FreePorts.one();
                List<String> all = new ArrayList<>(List.of(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-port",
                        Integer.toString(bus),
                        "--cluster-node-timeout",
                        "5000"));
                all.addAll(List.of(settings));
                RedisServer node = RedisServer.start(all.toArray(String[]::new));
                cluster.nodes.add(node);
                node.say("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
                node.say(
                        "CLUSTER",
                        "ADDSLOTSRANGE",
                        Integer.toString(i * SLOTS / number),
                        Integer.toString((i + 1) * SLOTS / number - 1));
                if (i > 0) {
                    String port = Integer.toString(node.port());
                    cluster.nodes.getFirst().say("CLUSTER", "MEET", "127.0.0.1", port, Integer.toString(bus));
                }
            }
            cluster.awaitWhole();
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw e;
        }
    }

    /** Waits until each node knows an owner of each slot. */
    public void awaitWhole() throws IOException {
        for (RedisServer node : nodes) {
            RedisTalk.await(node.port(), "cluster_state:ok", "CLUSTER", "INFO");
            RedisTalk.await(node.port(), "cluster_slots_ok:" + SLOTS, "CLUSTER", "INFO");
        }
    }

    /** Names its first node only, from which clients learn of the others. */
    public String url() {
        return nodes.getFirst().url() + "?cluster=true";
    }

    /** Gives a slot, with the keys that are in it, from one node to another, in the steps of the Cluster's manual. */
    public void move(int slot, RedisServer from, RedisServer to) throws IOException {
        begin(slot, from, to);
        finish(slot, from, to);
    }

    /** The first steps of {@link #move}: the old node sends those away who ask for a key that it does not have. */
    public void begin(int slot, RedisServer from, RedisServer to) throws IOException {
        to.say("CLUSTER", "SETSLOT", Integer.toString(slot), "IMPORTING", id(from));
        from.say("CLUSTER", "SETSLOT", Integer.toString(slot), "MIGRATING", id(to));
    }

    /** The last steps of {@link #move}. */
    public void finish(int slot, RedisServer from, RedisServer to) throws IOException {
        String keys = from.say("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), "1000");
        for (String key : keys.lines().toList()) {
            from.say("MIGRATE", "127.0.0.1", Integer.toString(to.port()), key, "0", "60000");
        }
        to.say("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id(to));
        from.say("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id(to));
    }

    private static String id(RedisServer node) throws IOException {
        return node.say("CLUSTER", "MYID");
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
