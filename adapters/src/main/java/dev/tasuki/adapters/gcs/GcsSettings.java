package dev.tasuki.adapters.gcs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket, where, and as whom. Credentials are no setting: see {@link CredentialSources}.
 *
 * @param bucket its name
 * @param prefix before every key; empty or ending in {@code /}
 * @param endpoint the service that has it: scheme and host, perhaps a port
 * @param anonymous true sends no credentials: for emulators
 * @param project who pays for requests to a bucket whose owner does not; null leaves it to the owner
 */
public record GcsSettings(
        String bucket,
        String prefix,
        URI endpoint,
        boolean anonymous,
        @Nullable String project) {
    /** Google's own. */
    public static final URI GOOGLE = URI.create("https://storage.googleapis.com");

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9:.-]{0,99}");
    private static final List<String> OPTIONS = List.of("endpoint", "anonymous", "project");

    public GcsSettings {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("the bucket's name \"" + bucket
                    + "\" is none that Google allows; write gs://bucket or gs://bucket/prefix, the bucket with 3 to 222"
                    + " lower-case letters, digits, dashes, underscores and dots");
        }
        if (project != null && !PROJECT.matcher(project).matches()) {
            throw new IllegalArgumentException(
                    "project must be a project's id, such as my-project-1, but is \"" + project + "\"");
        }
        checkEndpoint(endpoint, anonymous);
    }

    /**
     * Reads {@code gs://bucket[/prefix][?endpoint=…&anonymous=true|false&project=…]}. Throws
     * IllegalArgumentException for anything else.
     */
    public static GcsSettings parse(String url) {
        URI uri = uri(url);
        Map<String, String> options = options(uri);
        String endpoint = options.get("endpoint");
        return new GcsSettings(
                Optional.ofNullable(uri.getAuthority()).orElse(""),
                prefix(uri.getPath()),
                endpoint == null ? GOOGLE : endpoint(endpoint),
                truth(options.get("anonymous")),
                options.get("project"));
    }

    /** What a person calls this place. */
    String place() {
        return endpoint.equals(GOOGLE) ? "Google Cloud Storage" : endpoint.toString();
    }

    private static void checkEndpoint(URI endpoint, boolean anonymous) {
        String path = Optional.ofNullable(endpoint.getRawPath()).orElse("");
        boolean bare = path.isEmpty()
                && endpoint.getRawQuery() == null
                && endpoint.getRawFragment() == null
                && endpoint.getRawUserInfo() == null
                && endpoint.getHost() != null;
        boolean http = "http".equals(endpoint.getScheme());
        if (!bare || !(http || "https".equals(endpoint.getScheme()))) {
            throw new IllegalArgumentException("endpoint must be https:// and a host, but is \"" + endpoint + "\"");
        }
        if (http && !anonymous && !Hosts.loopback(endpoint)) {
            throw new IllegalArgumentException("endpoint \"" + endpoint
                    + "\" would carry a token over a plain connection; write https://, or anonymous=true for an"
                    + " emulator that asks for none");
        }
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            if ("gs".equals(uri.getScheme()) && uri.getFragment() == null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrongUrl(url), e);
        }
        throw new IllegalArgumentException(wrongUrl(url));
    }

    private static String wrongUrl(String url) {
        return "\"" + url + "\" is no URL of a bucket; write gs://bucket or gs://bucket/prefix";
    }

    private static URI endpoint(String text) {
        try {
            return new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint must be https:// and a host, but is \"" + text + "\"", e);
        }
    }

    private static Map<String, String> options(URI uri) {
        Map<String, String> found = new HashMap<>();
        String query = Optional.ofNullable(uri.getQuery()).orElse("");
        for (String option : query.isEmpty() ? new String[0] : query.split("&")) {
            String[] pair = option.split("=", 2);
            if (pair.length != 2 || !OPTIONS.contains(pair[0])) {
                throw new IllegalArgumentException(
                        "\"" + option + "\" is no option of a gs:// URL; allowed are " + OPTIONS);
            }
            if (found.put(pair[0], pair[1]) != null) {
                throw new IllegalArgumentException("the option " + pair[0] + " stands twice; leave one of them out");
            }
        }
        return found;
    }

    private static String prefix(@Nullable String path) {
        String below = path == null ? "" : path.replaceAll("^/+|/+$", "");
        return below.isEmpty() ? "" : below + "/";
    }

    private static boolean truth(@Nullable String text) {
        return switch (text) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("anonymous must be true or false, but is \"" + text + "\"");
        };
    }
}
