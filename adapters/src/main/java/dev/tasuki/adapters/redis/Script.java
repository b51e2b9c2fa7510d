package dev.tasuki.adapters.redis;

import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script of ours. Its hash is its version: processes with different ones work side by side.
 *
 * @param sha as the server names it
 */
record Script(String text, String sha) {
    /** The queues. */
    static final Script BROKER = of(resource("broker.lua"));

    /** The task rows and the log of their changes. */
    static final Script STORE = of(resource("store.lua")
            .replace("{{change_metrics}}", Long.toString(Limits.CHANGE_METRICS.value()))
            .replace("{{change_detail}}", Long.toString(Limits.CHANGE_DETAIL.value())));

    static Script of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Script(text, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = Script.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in this jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
