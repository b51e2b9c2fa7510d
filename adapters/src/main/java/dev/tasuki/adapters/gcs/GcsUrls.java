package dev.tasuki.adapters.gcs;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The addresses of the JSON API, as Google's public reference names them. */
final class GcsUrls {
    /** Of an object's description what is read, so that Google sends no more. */
    private static final String OBJECT = "name,size,generation,md5Hash,crc32c,updated";

    private static final String LIST = "items(" + OBJECT + "),nextPageToken";
    private static final int PAGE = 1_000;
    private static final String UNRESERVED = "-._~";

    private final GcsSettings settings;
    private final String bucket;

    GcsUrls(GcsSettings settings) {
        this.settings = settings;
        this.bucket = "/storage/v1/b/" + encoded(settings.bucket()) + "/o";
    }

    URI description(String path) {
        return uri(bucket + "/" + encoded(path) + "?fields=" + encoded(OBJECT));
    }

    URI content(String path) {
        return uri(bucket + "/" + encoded(path) + "?alt=media");
    }

    /** The content of one version and no other. */
    URI content(String path, long generation) {
        return uri(bucket + "/" + encoded(path) + "?alt=media&generation=" + generation);
    }

    URI removal(String path) {
        return uri(bucket + "/" + encoded(path) + "?alt=json");
    }

    URI removal(String path, long generation) {
        return uri(bucket + "/" + encoded(path) + "?generation=" + generation);
    }

    /** A page of the list, the first one if {@code token} is empty. */
    URI page(String prefix, String token) {
        return uri(bucket + "?maxResults=" + PAGE + "&prefix=" + encoded(prefix) + "&fields=" + encoded(LIST)
                + (token.isEmpty() ? "" : "&pageToken=" + encoded(token)));
    }

    /** A list of one object at most: whether the bucket is there. */
    URI glance() {
        return uri(bucket + "?maxResults=1&prefix=" + encoded(settings.prefix()) + "&fields=items(name)");
    }

    URI multipart() {
        return uri("/upload" + bucket + "?uploadType=multipart&fields=" + encoded(OBJECT));
    }

    URI session(String path) {
        return uri("/upload" + bucket + "?uploadType=resumable&name=" + encoded(path) + "&fields=" + encoded(OBJECT));
    }

    private URI uri(String rest) {
        String payer = settings.project() == null ? "" : "&userProject=" + encoded(settings.project());
        return URI.create(settings.endpoint() + rest.replace("(", "%28").replace(")", "%29") + payer);
    }

    /** Percent-encoded except RFC 3986's unreserved characters, slashes too: a key is one segment of the path. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }
}
