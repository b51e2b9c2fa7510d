package dev.tasuki.app.adapter;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One kind of broker, result store or object store that a URL can choose. Holds no state. For
 * example, with {@code --store s3://bucket/prefix} the adapter whose {@link #schemes} name
 * {@code s3} checks that URL when the settings are read, and opens it when the process starts.
 *
 * @param <T> what it opens
 */
public interface Adapter<T> {
    /** The schemes of the URLs that it opens; no other adapter of the same list has one of them. */
    List<Scheme> schemes();

    /** What each of its servers or files promises; every scheme is in one of them at least. */
    List<Promise> promises();

    /** URL parameters, in lower case, whose values hold no secret and may be shown; other values are masked. */
    default Set<String> shownParameters() {
        return Set.of();
    }

    /** Environment variables of foreign programs that it reads beside the URL; never one with a secret. */
    default Set<String> variables() {
        return Set.of();
    }

    /**
     * Checks the URL without opening anything.
     *
     * @param variables those of {@link #variables} that are set
     * @throws IllegalArgumentException that names every problem, for a person
     */
    default void check(AdapterUrl url, Map<String, String> variables) {}

    /** Opens what the URL names; {@code with} closes it. */
    T open(AdapterUrl url, Opening with);
}
