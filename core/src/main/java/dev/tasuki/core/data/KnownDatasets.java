package dev.tasuki.core.data;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.tasuki.core.port.StoredObject;
import java.util.List;
import java.util.Optional;

/**
 * What was read of versions of datasets before, within a share of the memory. A version is named by
 * key and etag. Thread-safe.
 */
final class KnownDatasets {
    private final Cache<String, DatasetDescription> descriptions;
    private final Cache<String, DatasetProfile> profiles;
    private final Cache<String, List<String>> headers;
    private final Cache<String, TableFlaws> flaws;

    /**
     * A memory of about this many bytes: half for descriptions, a quarter for profiles, an eighth each for
     * headers and flaws.
     */
    KnownDatasets(long bytes) {
        descriptions = within(bytes / 2, (key, description) -> weight(key, description.weight()));
        profiles = within(bytes / 4, (key, profile) -> weight(key, profile.weight()));
        flaws = within(bytes / 8, (key, found) -> weight(key, found.weight()));
        headers = within(
                bytes / 8,
                (key, header) -> weight(
                        key,
                        header.stream()
                                .mapToLong(name -> 60 + 2L * name.length())
                                .sum()));
    }

    private static <V> Cache<String, V> within(long bytes, Weigher<String, V> weigher) {
        return Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher(weigher)
                .executor(Runnable::run)
                .build();
    }

    private static int weight(String key, long value) {
        return (int) Math.min(Integer.MAX_VALUE, 200 + 2L * key.length() + value);
    }

    static String version(StoredObject object) {
        return version(object.key(), object.etag());
    }

    static String version(String key, String etag) {
        return key + '\n' + etag;
    }

    void remember(String version, DatasetDescription description) {
        descriptions.put(version, description);
        profiles.put(version, description.profile());
    }

    void remember(String version, TableFlaws found) {
        flaws.put(version, found);
    }

    void remember(String version, List<String> header) {
        headers.put(version, header);
    }

    Optional<DatasetDescription> description(String version) {
        return Optional.ofNullable(descriptions.getIfPresent(version));
    }

    Optional<DatasetProfile> profile(String version) {
        return Optional.ofNullable(profiles.getIfPresent(version));
    }

    Optional<TableFlaws> flaws(String version) {
        return Optional.ofNullable(flaws.getIfPresent(version));
    }

    Optional<List<String>> header(String version) {
        List<String> header = headers.getIfPresent(version);
        return header != null ? Optional.of(header) : profile(version).map(DatasetProfile::names);
    }
}
