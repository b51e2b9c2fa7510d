package dev.tasuki.app.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A URL that picks an adapter.
 *
 * @param scheme which adapter, e.g. {@code sqlite}, {@code jdbc:sqlite}, {@code amqp}, {@code file}
 * @param rest what stands behind the scheme and its colon; may hold a password
 */
public record AdapterUrl(String scheme, String rest) {
    /** Brokers on board: the scheme, and an example for messages. */
    static final Map<String, String> BROKERS = ordered(
            "sqlite", "sqlite:FILE",
            "amqp", "amqp://HOST:PORT/VHOST",
            "amqps", "amqps://HOST:PORT/VHOST",
            "jdbc:postgresql", "jdbc:postgresql://HOST/DATABASE",
            "jdbc:mariadb", "jdbc:mariadb://HOST/DATABASE",
            "jdbc:mysql", "jdbc:mysql://HOST/DATABASE");
    /** Result stores on board. */
    static final Map<String, String> RESULTS = ordered(
            "jdbc:sqlite", "jdbc:sqlite:FILE",
            "jdbc:postgresql", "jdbc:postgresql://HOST/DATABASE",
            "jdbc:mariadb", "jdbc:mariadb://HOST/DATABASE",
            "jdbc:mysql", "jdbc:mysql://HOST/DATABASE");
    /** Object stores on board. */
    static final Map<String, String> STORES = ordered("file", "file:DIR", "s3", "s3://BUCKET/PREFIX");

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Reads {@code scheme:rest}; throws IllegalArgumentException, whose message is for a person. */
    static AdapterUrl parse(String text, Map<String, String> onBoard) {
        String examples = String.join(", ", onBoard.values());
        int from = text.toLowerCase(Locale.ROOT).startsWith("jdbc:") ? 5 : 0;
        int colon = text.indexOf(':', from);
        if (colon <= from) {
            throw new IllegalArgumentException("is no URL; on board: " + examples);
        }
        AdapterUrl url = new AdapterUrl(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1));
        if (!onBoard.containsKey(url.scheme)) {
            throw new IllegalArgumentException(
                    "no adapter for '" + url.scheme + ":' is on board; on board: " + examples);
        }
        if (url.rest.isBlank()) {
            throw new IllegalArgumentException("names no place behind '" + url.scheme + ":'");
        }
        return url;
    }

    /** True if it names a file or directory of this machine. */
    public boolean local() {
        return switch (scheme) {
            case "sqlite", "jdbc:sqlite", "file" -> true;
            default -> false;
        };
    }

    /** The place as a path of the file system, without the empty authority of {@code file:///x}. */
    public Path path() {
        if (!local()) {
            throw new IllegalStateException(this + " is no path");
        }
        return Path.of(rest.startsWith("//") ? rest.substring(2) : rest)
                .toAbsolutePath()
                .normalize();
    }

    /** As given, password included: for the adapter only. */
    public String text() {
        return scheme + ":" + rest;
    }

    /** As given, but for what may be a password. */
    @Override
    public String toString() {
        return Masking.mask(text());
    }
}
