package dev.tasuki.app.adapter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The adapters of one kind.
 *
 * @param adapters in the order in which messages name them
 * @param <A> brokers, result stores or object stores
 */
public record AdapterList<A extends Adapter<?>>(List<A> adapters) {
    private static final String JDBC = "jdbc:";

    public AdapterList {
        adapters = List.copyOf(adapters);
    }

    @SafeVarargs
    static <A extends Adapter<?>> AdapterList<A> of(A... adapters) {
        return new AdapterList<>(List.of(adapters));
    }

    /**
     * Reads a URL and has its adapter check it.
     *
     * @param variables the environment variables that adapters asked for
     * @throws IllegalArgumentException whose message is for a person
     */
    public AdapterUrl parse(String text, Map<String, String> variables) {
        int from = text.toLowerCase(Locale.ROOT).startsWith(JDBC) ? JDBC.length() : 0;
        int colon = text.indexOf(':', from);
        if (colon <= from) {
            throw new IllegalArgumentException("is no URL; on board: " + examples());
        }
        String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
        Scheme scheme = schemes()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no adapter for '" + name + ":' is on board; on board: " + examples()));
        AdapterUrl url = new AdapterUrl(scheme, text.substring(colon + 1));
        if (url.rest().isBlank()) {
            throw new IllegalArgumentException("names no place behind '" + name + ":'");
        }
        of(url).check(url, variables);
        return url;
    }

    /** The adapter of a URL that {@link #parse} has read. */
    public A of(AdapterUrl url) {
        return adapters.stream()
                .filter(adapter -> adapter.schemes().contains(url.scheme()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no adapter of this list opens " + url));
    }

    /** A URL for each scheme, for messages and help texts. */
    public String examples() {
        return schemes().map(Scheme::example).collect(Collectors.joining(", "));
    }

    /** What a URL may begin with, for completion. */
    public List<String> beginnings() {
        return schemes().map(scheme -> scheme.name() + ":").toList();
    }

    Stream<Scheme> schemes() {
        return adapters.stream().flatMap(adapter -> adapter.schemes().stream());
    }
}
