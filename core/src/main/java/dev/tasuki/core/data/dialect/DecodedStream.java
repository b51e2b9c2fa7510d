package dev.tasuki.core.data.dialect;

import dev.tasuki.core.task.InvalidRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Makes UTF-8 of letters that are written otherwise, while it is read. For one thread. */
final class DecodedStream extends InputStream {
    private static final int LETTERS = 1 << 14;

    private final Reader letters;
    private final String name;
    private final Function<String, InvalidRequest> refusal;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final CharBuffer waiting = CharBuffer.allocate(LETTERS);
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * LETTERS).flip();
    private final byte[] one = new byte[1];
    private long line = 1;
    private boolean ended;

    /**
     * A stream of that charset.
     *
     * @param name of the charset, for people
     * @param refusal of what is not written so
     */
    DecodedStream(InputStream in, Charset charset, String name, Function<String, InvalidRequest> refusal) {
        this.letters = new InputStreamReader(in, charset.newDecoder());
        this.name = name;
        this.refusal = refusal;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!bytes.hasRemaining() && !ended) {
            fill();
        }
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int n = Math.min(length, bytes.remaining());
        bytes.get(into, offset, n);
        return n;
    }

    private void fill() throws IOException {
        try {
            ended = letters.read(waiting) < 0;
            waiting.flip();
            bytes.clear();
            // Half a letter at the end waits for its other half.
            var result = encoder.encode(waiting, bytes, ended);
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException wrong) {
            throw refusal.apply("about line " + line + ": the text is not " + name
                    + "; say with ?encoding= how it is written, one of " + Encoding.allowed());
        }
        waiting.compact();
        bytes.flip();
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            line += bytes.get(i) == '\n' ? 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        letters.close();
    }
}
