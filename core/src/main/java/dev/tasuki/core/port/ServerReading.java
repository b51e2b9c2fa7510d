package dev.tasuki.core.port;

/**
 * A number that a server behind an adapter tells of itself, for operators. Example: {@code new
 * ServerReading("redis_clients", "Connections that the server has", "localhost:6379", 12)}.
 *
 * @param name of the number: words in lower case joined by underscores, with its unit at the end, or {@code total} if it
 *     only grows; one of a few that the adapter knows beforehand
 * @param meaning one line
 * @param server where the server is, without user or password
 */
public record ServerReading(String name, String meaning, String server, double value) {}
