package dev.tasuki.app.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A URL that picks an adapter.
 *
 * @param scheme which adapter, e.g. {@code sqlite}, {@code jdbc:sqlite}, {@code amqp}, {@code file}
 * @param rest what stands behind the scheme and its colon
 */
public record AdapterUrl(String scheme, String rest) {
    /** What a broker's URL may begin with. */
    public static final List<String> BROKERS = List.of("sqlite");
    /** What a result store's URL may begin with. */
    public static final List<String> RESULTS = List.of("jdbc:sqlite");
    /** What an object store's URL may begin with. */
    public static final List<String> STORES = List.of("file");

    /** Reads {@code scheme:rest}; throws IllegalArgumentException, whose message is for a person. */
    static AdapterUrl parse(String text, List<String> onBoard) {
        int from = text.toLowerCase(Locale.ROOT).startsWith("jdbc:") ? 5 : 0;
        int colon = text.indexOf(':', from);
        if (colon <= from) {
            throw new IllegalArgumentException("is no URL; on board: " + examples(onBoard));
        }
        AdapterUrl url = new AdapterUrl(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1));
        if (!onBoard.contains(url.scheme)) {
            throw new IllegalArgumentException(
                    "no adapter for '" + url.scheme + ":' is on board; on board: " + examples(onBoard));
        }
        if (url.rest.isBlank()) {
            throw new IllegalArgumentException("names no place behind '" + url.scheme + ":'");
        }
        return url;
    }

    private static String examples(List<String> onBoard) {
        return String.join(
                ", ", onBoard.stream().map(scheme -> scheme + ":PATH").toList());
    }

    /** The place as a path of the file system, without the empty authority of {@code file:///x}. */
    public Path path() {
        return Path.of(rest.startsWith("//") ? rest.substring(2) : rest)
                .toAbsolutePath()
                .normalize();
    }

    /** As given, passwords hidden. */
    @Override
    public String toString() {
        return Masking.mask(scheme + ":" + rest);
    }
}
