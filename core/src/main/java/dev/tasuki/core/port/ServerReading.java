package dev.tasuki.core.port;

import java.util.Map;

/**
 * A number that a server behind an adapter tells of itself, or that is told of the way to it, for operators. Example:
 * {@code new ServerReading("redis_clients", "Connections that the server has", "localhost:6379", 12)}.
 *
 * @param name of the number: words in lower case joined by underscores, with its unit at the end, or {@code total} if it
 *     only grows; one of a few that the adapter knows beforehand
 * @param meaning one line
 * @param server where the server is, without user or password
 * @param of what of the server it is told of, by a word such as {@code queue}; few values each, known to this program
 */
public record ServerReading(String name, String meaning, String server, Map<String, String> of, double value) {
    /** Immutable. */
    public ServerReading {
        of = Map.copyOf(of);
    }

    /** Of the server as a whole. */
    public ServerReading(String name, String meaning, String server, double value) {
        this(name, meaning, server, Map.of(), value);
    }
}
