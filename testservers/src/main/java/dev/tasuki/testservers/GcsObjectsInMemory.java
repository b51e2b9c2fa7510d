package dev.tasuki.testservers;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/** The objects of a bucket, by name. Safe for any number of threads. */
final class GcsObjectsInMemory {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ConcurrentSkipListMap<String, Entity> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong generations = new AtomicLong(1_700_000_000_000_000L);

    /** What a list is asked for. */
    record Query(String prefix, String token, int most) {}

    /** One version of an object; {@code md5} is empty for composed ones. */
    record Entity(String name, List<byte[]> content, long generation, Instant updated, String crc, String md5) {
        long size() {
            return content.stream().mapToLong(piece -> piece.length).sum();
        }

        String json() {
            String hash = md5.isEmpty() ? "" : ",\"md5Hash\":\"" + md5 + "\"";
            return "{\"name\":\"%s\",\"size\":\"%d\",\"generation\":\"%d\",\"crc32c\":\"%s\"%s,\"updated\":\"%s\"}"
                    .formatted(
                            name.replace("\\", "\\\\").replace("\"", "\\\""), size(), generation, crc, hash, updated);
        }

        Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/octet-stream");
            headers.put("X-Goog-Generation", Long.toString(generation));
            headers.put("X-Goog-Hash", "crc32c=" + crc + (md5.isEmpty() ? "" : ",md5=" + md5));
            headers.put("Last-Modified", HTTP_DATE.format(updated));
            return headers;
        }
    }

    Entity store(String name, List<byte[]> content, boolean withMd5) {
        try {
            CRC32C crc = new CRC32C();
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            for (byte[] piece : content) {
                crc.update(piece);
                md5.update(piece);
            }
            Entity entity = new Entity(
                    name,
                    List.copyOf(content),
                    generations.incrementAndGet(),
                    Instant.now(),
                    crc(crc.getValue()),
                    withMd5 ? Base64.getEncoder().encodeToString(md5.digest()) : "");
            objects.put(name, entity);
            return entity;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    static String crc(long value) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt((int) value).array());
    }

    static byte[] damaged(byte[] content) {
        byte[] other = content.clone();
        other[other.length / 2] ^= 1;
        return other;
    }

    Optional<Entity> get(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    void remove(String name) {
        objects.remove(name);
    }

    List<String> names() {
        return List.copyOf(objects.keySet());
    }

    /** The page's JSON; a token is the last name of the page before, in base64. */
    String page(Query query) {
        String after =
                new String(Base64.getUrlDecoder().decode(query.token()), java.nio.charset.StandardCharsets.UTF_8);
        List<String> items = new ArrayList<>();
        String last = "";
        boolean more = false;
        for (Entity entity : objects.values()) {
            if (!entity.name().startsWith(query.prefix()) || entity.name().compareTo(after) <= 0) {
                continue;
            }
            if (items.size() == query.most()) {
                more = true;
                break;
            }
            items.add(entity.json());
            last = entity.name();
        }
        String next = Base64.getUrlEncoder().encodeToString(last.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        // An empty list has no items at all.
        List<String> fields = new ArrayList<>();
        if (!items.isEmpty()) {
            fields.add("\"items\":[" + String.join(",", items) + "]");
        }
        if (more) {
            fields.add("\"nextPageToken\":\"" + next + "\"");
        }
        return "{" + String.join(",", fields) + "}";
    }
}
