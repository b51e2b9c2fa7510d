package dev.tasuki.adapters.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import java.net.http.HttpHeaders;

/**
 * An answer whose body is not an object's content.
 *
 * @param body the body as JSON; an empty object if it is none
 * @param tries how many requests it took
 */
record GcsReply(int status, HttpHeaders headers, JsonNode body, int tries) {
    static GcsReply of(int status, HttpHeaders headers, byte[] body, int tries) {
        return new GcsReply(status, headers, tree(body), tries);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return body.length == 0 ? Json.object() : Json.parse(body);
        } catch (InvalidRequest noJson) {
            return Json.object();
        }
    }

    boolean done() {
        return status == 200 || status == 201;
    }

    /** Google's word for what went wrong, such as {@code notFound}; empty if there is none. */
    String reason() {
        return body.path("error").path("errors").path(0).path("reason").asText();
    }

    /** Google's sentence about it; empty if there is none. */
    String message() {
        return body.path("error").path("message").asText();
    }
}
