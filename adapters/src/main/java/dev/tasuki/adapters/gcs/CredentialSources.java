package dev.tasuki.adapters.gcs;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where credentials are looked for, in this order. Example: {@code CredentialSources.of(Map.of(
 * "GOOGLE_APPLICATION_CREDENTIALS", "/etc/tasuki/secrets/gcp.json"))}.
 *
 * @param named a file that must be there; null if none is named
 * @param gcloud where {@code gcloud auth application-default login} writes; null if that is not known
 * @param metadata the server that tells programs on Google's machines their tokens; asked only if
 *     there is no file
 */
public record CredentialSources(
        @Nullable Path named, @Nullable Path gcloud, URI metadata) {
    /** The variables that {@link #of} reads; none holds a secret. */
    public static final Set<String> VARIABLES = Set.of("GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_CONFIG", "HOME");

    static final URI METADATA = URI.create("http://metadata.google.internal");
    private static final String FILE = "application_default_credentials.json";

    /** As Google's own programs look: {@code GOOGLE_APPLICATION_CREDENTIALS}, then gcloud's folder. */
    public static CredentialSources of(Map<String, String> variables) {
        Path named = path(variables.get("GOOGLE_APPLICATION_CREDENTIALS"));
        Path folder = path(variables.get("CLOUDSDK_CONFIG"));
        Path home = path(variables.get("HOME"));
        if (folder == null && home != null) {
            folder = home.resolve(".config").resolve("gcloud");
        }
        return new CredentialSources(named, folder == null ? null : folder.resolve(FILE), METADATA);
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null || text.isBlank() ? null : Path.of(text);
    }
}
