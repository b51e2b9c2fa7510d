package dev.tasuki.app.settings;

import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A value that stands in a file of its own, as Kubernetes and Docker mount secrets. */
final class SecretFile {
    private SecretFile() {}

    /**
     * The file's text without the newline at its end, if there is one. Throws IOException whose message completes
     * "the file X …" and tells nothing of its content.
     */
    static String read(Path file) throws IOException {
        byte[] bytes;
        if (Files.isDirectory(file)) {
            throw new IOException("is a directory; name a file");
        }
        try (InputStream content = Files.newInputStream(file)) {
            bytes = content.readNBytes(Limits.SECRET_FILE.intValue() + 1);
        } catch (NoSuchFileException absent) {
            throw new IOException("is not there", absent);
        } catch (IOException unreadable) {
            throw new IOException("cannot be read by this process's user", unreadable);
        }
        if (bytes.length > Limits.SECRET_FILE.value()) {
            throw new IOException("is larger than " + Limits.SECRET_FILE.text());
        }
        String text = withoutNewline(decoded(bytes));
        if (text.isBlank()) {
            throw new IOException("is empty");
        }
        return text;
    }

    private static String decoded(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new IOException("is not UTF-8", binary);
        }
    }

    private static String withoutNewline(String text) {
        int end = text.endsWith("\n") ? text.length() - 1 : text.length();
        return text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }
}
