package dev.tasuki.server.page;

import dev.tasuki.server.HttpSettings;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The console's files out of the jar, each zipped once when it is first requested. There are as many as the jar has,
 * so what is kept is bounded. Thread-safe.
 */
@Singleton
final class ConsoleFiles {
    private static final String FOLDER = "tasuki/console/";
    private static final String INDEX = "index.html";
    private static final String BASE = "<base href=\"/console/\">";

    /** What a file's path may be made of; so it names nothing outside of the folder. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z][a-z0-9-]*/)?[A-Za-z][A-Za-z0-9-]*\\.[a-z]+");

    /** Addresses of views have no dot, except in the ids of what they show. */
    private static final Pattern VIEW = Pattern.compile("[^.]*|(?:tasks|datasets|models)/.*");

    private static final Map<String, MediaType> TYPES = Map.of(
            "html", MediaType.of("text/html;charset=utf-8"),
            "css", MediaType.of("text/css;charset=utf-8"),
            "js", MediaType.of("text/javascript;charset=utf-8"),
            "svg", MediaType.of("image/svg+xml"),
            "md", MediaType.of("text/plain;charset=utf-8"),
            "txt", MediaType.of("text/plain;charset=utf-8"));

    private final Map<String, File> files = new ConcurrentHashMap<>();
    private final String path;

    ConsoleFiles(HttpSettings settings) {
        this.path = settings.path();
    }

    /**
     * A file as it is sent.
     *
     * @param type for the browser
     * @param bytes as they are
     * @param zipped the same by gzip
     * @param etag changes with the bytes; with its quotes
     */
    record File(MediaType type, byte[] bytes, byte[] zipped, String etag) {}

    /** The file of that path below the console; the page itself for the address of a view. Empty if there is none. */
    Optional<File> find(String name) {
        String file = VIEW.matcher(name).matches() ? INDEX : name;
        MediaType type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(file).matches() || !Resources.has(FOLDER + file)) {
            return Optional.empty();
        }
        return Optional.of(files.computeIfAbsent(file, known -> read(known, type)));
    }

    private File read(String file, MediaType type) {
        byte[] bytes = Resources.read(FOLDER + file);
        if (file.equals(INDEX)) {
            // A proxy in front may serve the console below a path of its own.
            String page = new String(bytes, StandardCharsets.UTF_8);
            bytes = page.replace(BASE, BASE.replace("/console/", path + "/console/"))
                    .getBytes(StandardCharsets.UTF_8);
        }
        return new File(type, bytes, zipped(bytes), etag(bytes));
    }

    private static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
