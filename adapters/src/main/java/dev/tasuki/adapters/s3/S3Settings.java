package dev.tasuki.adapters.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket, where, and how to talk to it. Credentials are no setting: they come from the chain
 * that every AWS client uses (environment, {@code ~/.aws}, web identity, container, instance).
 *
 * @param bucket its name
 * @param prefix before every key; empty or ending in {@code /}
 * @param endpoint the service that has it
 * @param timeouts how long that is waited for
 * @param partBytes size of one part of an upload, and so the memory an upload takes; 5 MiB, the
 *     least the protocol allows, to 512 MiB; an object has at most 10,000 parts
 */
public record S3Settings(String bucket, String prefix, S3Endpoint endpoint, S3Timeouts timeouts, int partBytes) {
    /** 8 MiB: objects up to 80 GB. */
    public static final int DEFAULT_PART_BYTES = 8 << 20;

    private static final int MIN_PART = 5;
    private static final int MAX_PART = 512;
    private static final List<String> OPTIONS = List.of("endpoint", "region", "path_style", "part_size_mib");

    public S3Settings {
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("the bucket has no name; write s3://bucket or s3://bucket/prefix");
        }
        if (partBytes < MIN_PART << 20 || partBytes > MAX_PART << 20) {
            throw new IllegalArgumentException(
                    "part_size_mib must be %d to %d, but is %.1f".formatted(MIN_PART, MAX_PART, partBytes / 1048576.0));
        }
    }

    /** The store's URL that the variable S3_BUCKET_NAME stands for; empty if it is not set. */
    public static Optional<String> url(Map<String, String> variables) {
        return Optional.ofNullable(variables.get("S3_BUCKET_NAME"))
                .filter(bucket -> !bucket.isBlank())
                .map(bucket -> "s3://" + bucket);
    }

    /**
     * Reads {@code s3://bucket[/prefix][?endpoint=…&region=…&path_style=true|false&part_size_mib=8]}.
     * Of the variables, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION and AWS_DEFAULT_REGION fill
     * in what the URL leaves open. With an endpoint, path_style is true unless said otherwise. Throws
     * IllegalArgumentException for anything else.
     */
    public static S3Settings parse(String url, Map<String, String> variables) {
        URI uri = uri(url);
        Map<String, String> options = options(uri);
        String endpoint = firstOf(
                options.get("endpoint"), variables.get("AWS_ENDPOINT_URL_S3"), variables.get("AWS_ENDPOINT_URL"));
        String region =
                firstOf(options.get("region"), variables.get("AWS_REGION"), variables.get("AWS_DEFAULT_REGION"));
        boolean pathStyle = truth(options.get("path_style"), endpoint != null);
        return new S3Settings(
                Optional.ofNullable(uri.getAuthority()).orElse(""),
                prefix(uri.getPath()),
                new S3Endpoint(endpoint == null ? null : URI.create(endpoint), region, pathStyle),
                S3Timeouts.DEFAULT,
                partBytes(options.get("part_size_mib")));
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            if ("s3".equals(uri.getScheme()) && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrongUrl(url), e);
        }
        throw new IllegalArgumentException(wrongUrl(url));
    }

    private static String wrongUrl(String url) {
        return "\"" + url + "\" is no URL of a bucket; write s3://bucket or s3://bucket/prefix";
    }

    private static Map<String, String> options(URI uri) {
        Map<String, String> found = new HashMap<>();
        String query = Optional.ofNullable(uri.getQuery()).orElse("");
        for (String option : query.isEmpty() ? new String[0] : query.split("&")) {
            String[] pair = option.split("=", 2);
            if (pair.length != 2 || !OPTIONS.contains(pair[0])) {
                throw new IllegalArgumentException(
                        "\"" + option + "\" is no option of an s3:// URL; allowed are " + OPTIONS);
            }
            found.put(pair[0], pair[1]);
        }
        return found;
    }

    private static String prefix(@Nullable String path) {
        String below = path == null ? "" : path.replaceAll("^/+|/+$", "");
        return below.isEmpty() ? "" : below + "/";
    }

    private static boolean truth(@Nullable String text, boolean otherwise) {
        return switch (text) {
            case null -> otherwise;
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("path_style must be true or false, but is \"" + text + "\"");
        };
    }

    private static int partBytes(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PART_BYTES;
        }
        if (!text.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(
                    "part_size_mib must be a number from %d to %d, but is \"%s\"".formatted(MIN_PART, MAX_PART, text));
        }
        return Integer.parseInt(text) << 20;
    }

    private static @Nullable String firstOf(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
