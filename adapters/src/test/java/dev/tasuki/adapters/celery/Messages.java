package dev.tasuki.adapters.celery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Messages as Celery 5.2.6 sent them. */
final class Messages {
    static final String ID = "bd8ebc38-0644-4ca9-be74-0c4e0d388e8d";
    static final String REPLY_TO = "db81d975-0796-3a2c-861d-95a1fc10dd46";

    static final String HEADERS = """
            {"lang": "py", "task": "tasuki.train", "id": "bd8ebc38-0644-4ca9-be74-0c4e0d388e8d", "shadow": null, "eta": null, \
            "expires": null, "group": null, "group_index": null, "retries": 0, "timelimit": [null, null], \
            "root_id": "bd8ebc38-0644-4ca9-be74-0c4e0d388e8d", "parent_id": null, "argsrepr": "()", \
            "kwargsrepr": "{'dataset_id': 'diabetes', 'features': ['age', 'bmi'], 'target': 'target'}", \
            "origin": "gen27317@vm", "ignore_result": false}""";

    static final String BODY = """
            [[], {"dataset_id": "diabetes", "features": ["age", "bmi"], "target": "target"}, \
            {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]""";

    /** Of {@code tasuki.train | py.after(5) | py.last}, the last of which takes no result. */
    static final String CHAIN = """
            [{"task": "py.last", "args": [], "kwargs": {}, "options": {"queue": "celery", \
            "task_id": "a8b358bd-0000-4000-8000-000000000000", "reply_to": "db81d975-0796-3a2c-861d-95a1fc10dd46"}, \
            "subtask_type": null, "immutable": true}, {"task": "py.after", "args": [5], "kwargs": {}, \
            "options": {"task_id": "e599009c-0000-4000-8000-000000000000", \
            "reply_to": "db81d975-0796-3a2c-861d-95a1fc10dd46"}, "subtask_type": null, "immutable": false}]""";

    private Messages() {}

    /** The captured one with other headers. */
    static Envelope with(Consumer<ObjectNode> change) {
        return message(change, BODY);
    }

    static Envelope withBody(String body) {
        return message(headers -> {}, body);
    }

    static Envelope message(Consumer<ObjectNode> change, String body) {
        return message(change, body.getBytes(UTF_8));
    }

    static Envelope message(Consumer<ObjectNode> change, byte[] body) {
        ObjectNode headers = headers();
        change.accept(headers);
        return new Envelope("application/json", "utf-8", headers, REPLY_TO, ID, body);
    }

    static ObjectNode headers() {
        return (ObjectNode) Json.parse(HEADERS.getBytes(UTF_8));
    }

    static byte[] zlib(byte[] plain) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zipped, new Deflater())) {
            out.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return zipped.toByteArray();
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        }
        return zipped.toByteArray();
    }

    static Envelope plain(String body) {
        return new Envelope("application/json", "utf-8", Json.object(), REPLY_TO, "", body.getBytes(UTF_8));
    }

    static JsonNode json(String text) {
        return Json.parse(text.getBytes(UTF_8));
    }
}
