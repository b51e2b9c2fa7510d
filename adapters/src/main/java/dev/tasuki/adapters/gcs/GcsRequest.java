package dev.tasuki.adapters.gcs;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that can be sent again.
 *
 * @param authorized false for a session of an upload, whose address is its own permission
 */
record GcsRequest(String method, URI uri, Map<String, String> headers, BodyPublisher body, boolean authorized) {
    static GcsRequest of(String method, URI uri) {
        return new GcsRequest(method, uri, Map.of(), BodyPublishers.noBody(), true);
    }

    static GcsRequest get(URI uri) {
        return of("GET", uri);
    }

    GcsRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new GcsRequest(method, uri, more, body, authorized);
    }

    GcsRequest with(BodyPublisher content) {
        return new GcsRequest(method, uri, headers, content, authorized);
    }

    GcsRequest unauthorized() {
        return new GcsRequest(method, uri, headers, body, false);
    }

    HttpRequest.Builder builder(GcsTimeouts timeouts) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .method(method, body)
                .timeout(timeouts.of(Math.max(0, body.contentLength())));
        headers.forEach(builder::header);
        return builder;
    }
}
