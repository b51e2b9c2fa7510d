package dev.tasuki.adapters.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.port.StoredObject;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What Google tells of an object, in a description and in the headers of its content. An object's etag
 * is the MD5 of its bytes, or their CRC-32C and number where Google keeps no MD5 (objects that another
 * program composed of others): unlike the generation it stays when the same bytes are stored again.
 */
final class GcsObjects {
    private static final String CRC = "crc32c=";
    private static final String MD5 = "md5=";

    private GcsObjects() {}

    /** An object with what only Google's protocol needs; {@code crc} is base64, empty if not told. */
    record Described(StoredObject object, long generation, String crc) {}

    /** Of a description; empty if something is missing. */
    static Optional<Described> of(String key, JsonNode node) {
        return described(
                key,
                new Facts(
                        node.path("size").asText(),
                        node.path("generation").asText(),
                        node.path("crc32c").asText(),
                        node.path("md5Hash").asText()),
                () -> Instant.parse(node.path("updated").asText()));
    }

    /** Of the headers of a whole content; empty if something is missing. */
    static Optional<Described> of(String key, HttpHeaders headers) {
        String crc = "";
        String md5 = "";
        for (String line : headers.allValues("x-goog-hash")) {
            for (String hash : line.split(",", 4)) {
                String one = hash.strip();
                crc = one.startsWith(CRC) ? one.substring(CRC.length()) : crc;
                md5 = one.startsWith(MD5) ? one.substring(MD5.length()) : md5;
            }
        }
        String modified = headers.firstValue("last-modified").orElse("");
        return described(
                key,
                new Facts(
                        headers.firstValue("content-length").orElse(""),
                        headers.firstValue("x-goog-generation").orElse(""),
                        crc,
                        md5),
                () -> ZonedDateTime.parse(modified, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
    }

    private record Facts(String size, String generation, String crc, String md5) {}

    @FunctionalInterface
    private interface Time {
        Instant read();
    }

    private static Optional<Described> described(String key, Facts facts, Time time) {
        try {
            long size = Long.parseLong(facts.size());
            long generation = Long.parseLong(facts.generation());
            String etag = facts.md5().isEmpty() ? "crc32c-" + hex(facts.crc()) + "-" + size : hex(facts.md5());
            if (size < 0 || facts.md5().isEmpty() && facts.crc().isEmpty()) {
                return Optional.empty();
            }
            Instant modified = time.read().truncatedTo(ChronoUnit.SECONDS);
            return Optional.of(new Described(new StoredObject(key, size, etag, modified), generation, facts.crc()));
        } catch (IllegalArgumentException | DateTimeException missing) {
            return Optional.empty();
        }
    }

    private static String hex(String base64) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    }

    /** A CRC-32C as Google writes it: big-endian, base64. */
    static String crc(long value) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt((int) value).array());
    }
}
