package dev.tasuki.faults.run;

import java.util.Arrays;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/** What an operator does at a Redis on this machine. Each call has a connection of its own. */
record RedisControl(int port) {
    /** Changes a setting of the running server. */
    void set(String setting, String value) {
        status(Protocol.Command.CONFIG, "SET", setting, value);
    }

    /** Makes a replica a master. */
    void promote() {
        status(Protocol.Command.REPLICAOF, "NO", "ONE");
    }

    /** A line of INFO; empty if there is none of that name. */
    String info(String name) {
        try (Connection connection = connect()) {
            connection.sendCommand(Protocol.Command.INFO);
            return Arrays.stream(connection.getBulkReply().split("\r?\n"))
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Whether a line of INFO has this value. */
    boolean says(String name, String value) {
        return info(name).equals(value);
    }

    private void status(Protocol.Command command, String... arguments) {
        try (Connection connection = connect()) {
            connection.sendCommand(command, arguments);
            String answer = connection.getStatusCodeReply();
            if (!answer.equals("OK")) {
                throw new IllegalStateException(command + " was answered " + answer);
            }
        }
    }

    private Connection connect() {
        return new Connection(new HostAndPort("127.0.0.1", port));
    }
}
