package dev.tasuki.server.wire;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a multipart/form-data body (RFC 7578) into its parts, one after another, while it is read. All that is not a
 * file may together be as large as a request's headers. For one thread.
 */
final class FormParts {
    private static final int BUFFER = 1 << 16;
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;|$)");
    private static final Pattern NAME = Pattern.compile("(?i);\\s*name=(?:\"([^\"]*)\"|([^\\s;\"]*))");
    private static final Pattern FILE = Pattern.compile("(?i);\\s*filename\\*?=(?:\"([^\"]*)\"|([^\\s;\"]*))");

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;
    /** Up to here the buffer is known to hold no delimiter. */
    private int plainTo;

    private int spent;

    /**
     * What is told of a part.
     *
     * @param name of the field
     * @param fileName of the client's file; empty for a field that is none
     */
    record Head(String name, Optional<String> fileName) {}

    /** Parts of a body of that Content-Type. */
    FormParts(InputStream in, String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw wrong(
                    "the Content-Type multipart/form-data names no boundary; let the client library set that header");
        }
        this.in = in;
        this.delimiter = ("\r\n--" + either(boundary)).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may stand at the very beginning.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /** The next part; none behind the last one. What was left of the one before is passed over, and counted. */
    Optional<Head> next() throws IOException {
        for (int n = plain(); n > 0; n = plain()) {
            spend(n);
            at += n;
        }
        at += delimiter.length;
        plainTo = at;
        String line = line();
        if (line.startsWith("--")) {
            return Optional.empty();
        }
        String disposition = "";
        for (line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                disposition = line;
            } else if (lower.matches("content-transfer-encoding:\\s*(base64|quoted-printable)\\s*")) {
                throw wrong("a part of the form has a Content-Transfer-Encoding; send the file's bytes as they are");
            }
        }
        Matcher name = NAME.matcher(disposition);
        if (!name.find()) {
            throw wrong("a part of the form has no Content-Disposition with a name");
        }
        Matcher file = FILE.matcher(disposition);
        return Optional.of(new Head(either(name), file.find() ? Optional.of(either(file)) : Optional.empty()));
    }

    /** What a field holds, which is no file. */
    String value() throws IOException {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (int n = plain(); n > 0; n = plain()) {
            spend(n);
            value.write(buffer, at, n);
            at += n;
        }
        return value.toString(StandardCharsets.UTF_8);
    }

    /** Reads on within the part; -1 at its end. */
    int read(byte[] into, int offset, int length) throws IOException {
        int n = Math.min(length, plain());
        if (n == 0) {
            return length == 0 ? 0 : -1;
        }
        System.arraycopy(buffer, at, into, offset, n);
        at += n;
        return n;
    }

    /** How many of the next bytes belong to the part: 0 only where it ends. */
    private int plain() throws IOException {
        while (at == plainTo) {
            int end = delimiterFrom(at);
            if (end == at) {
                return 0;
            }
            plainTo = end >= 0 ? end : Math.max(at, limit - delimiter.length + 1);
            if (at == plainTo) {
                fill();
            }
        }
        return plainTo - at;
    }

    private int delimiterFrom(int start) {
        for (int i = start; i <= limit - delimiter.length; i++) {
            if (buffer[i] == '\r' && delimiterAt(i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean delimiterAt(int place) {
        for (int i = 1; i < delimiter.length; i++) {
            if (buffer[place + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, limit - at);
        plainTo -= at;
        limit -= at;
        at = 0;
        int n = in.read(buffer, limit, buffer.length - limit);
        if (n < 0) {
            throw new EOFException("the form breaks off");
        }
        limit += n;
    }

    /** A line of a part's head, without its end. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (at == limit) {
                plainTo = at;
                if (!more()) {
                    break;
                }
            }
            spend(1);
            byte b = buffer[at++];
            if (b == '\n') {
                break;
            }
            line.write(b);
        }
        plainTo = at;
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** False where the body ends: behind the last delimiter nothing need stand. */
    private boolean more() throws IOException {
        at = 0;
        plainTo = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private void spend(int bytes) {
        spent += bytes;
        if (spent > Limits.REQUEST_HEAD.value()) {
            throw wrong("what stands in the form beside the file is larger than the limit of %,d bytes; a file is sent"
                            .formatted(Limits.REQUEST_HEAD.value())
                    + " as one, such as curl -F file=@x.csv");
        }
    }

    private static String either(Matcher matcher) {
        String quoted = matcher.group(1);
        return quoted != null ? quoted : matcher.group(2);
    }

    static InvalidRequest wrong(String words) {
        return InvalidRequest.content(RefusalCode.INVALID_DATASET, words);
    }

    static String quoted(String name) {
        return "'" + Shown.of(name) + "'";
    }
}
