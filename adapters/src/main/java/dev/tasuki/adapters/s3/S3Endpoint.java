package dev.tasuki.adapters.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the bucket is.
 *
 * @param url a store that is not Amazon's, such as {@code http://minio:9000} or
 *     {@code https://storage.googleapis.com}; null for Amazon S3 in {@code region}
 * @param region null leaves it to the environment and {@code ~/.aws/config} on Amazon S3, and means
 *     {@code us-east-1} for another store
 * @param pathStyle true puts the bucket into the path ({@code http://host/bucket/key}), false into
 *     the host name; most stores that are not Amazon's need true
 */
public record S3Endpoint(@Nullable URI url, @Nullable String region, boolean pathStyle) {
    /** Amazon S3, the region found as every AWS client finds it. */
    public static final S3Endpoint AMAZON = new S3Endpoint(null, null, false);

    public S3Endpoint {
        if (url != null && !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "the store's endpoint must be an http:// or https:// URL, but is \"" + url + "\"");
        }
    }

    /** What a person calls this place. */
    String text() {
        return url == null ? "Amazon S3" : url.toString();
    }
}
