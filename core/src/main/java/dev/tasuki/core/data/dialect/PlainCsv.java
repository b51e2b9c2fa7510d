package dev.tasuki.core.data.dialect;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An upload as it is stored: comma CSV, UTF-8. How it was written is recognised by its first bytes, or said by the
 * client; what is plain already passes as it is. Throws {@link InvalidRequest} with {@code invalid_dataset} for what is
 * another kind of file. To be closed: a Parquet file is kept until it was read.
 */
public final class PlainCsv implements AutoCloseable {
    private static final int BEGINNING = 1 << 16;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream content;
    private final char separator;
    private final Encoding encoding;
    private final DecimalCommas commas;
    private final List<String> warnings;

    private PlainCsv(ParquetUpload parquet) {
        this.content = parquet;
        this.separator = ',';
        this.encoding = Encoding.UTF_8;
        this.commas = DecimalCommas.none();
        this.warnings = parquet.warnings();
    }

    private PlainCsv(InputStream content, Separators separators, Encoding encoding, DecimalCommas commas) {
        this.content = content;
        this.separator = separators.separator();
        this.encoding = encoding;
        this.commas = commas;
        this.warnings = Stream.concat(separators.rivals().stream().map(this::rival), commas.warnings().stream())
                .toList();
    }

    /** Looks at the upload's first bytes; a Parquet file is received to its end. The stream is not closed. */
    public static PlainCsv of(DatasetId id, InputStream upload, DialectOptions asked, ParquetRoom room)
            throws IOException {
        return of("dataset " + id, upload, asked, room);
    }

    /**
     * The same of a file that is no dataset, and may be no Parquet file.
     *
     * @param what how refusals call the file
     */
    public static PlainCsv of(String what, InputStream upload, DialectOptions asked) throws IOException {
        return of(what, upload, asked, null);
    }

    private static PlainCsv of(String what, InputStream upload, DialectOptions asked, @Nullable ParquetRoom room)
            throws IOException {
        Function<String, InvalidRequest> refusal =
                words -> InvalidRequest.content(RefusalCode.INVALID_DATASET, what + ": " + words);
        PushbackInputStream raw = new PushbackInputStream(upload, BEGINNING);
        byte[] first = peek(raw);
        if (room != null && ParquetUpload.is(first)) {
            if (!asked.equals(DialectOptions.NOTHING)) {
                throw refusal.apply("this is a Parquet file, which has no separator and no encoding; leave ?separator="
                        + " and ?encoding= out");
            }
            return new PlainCsv(ParquetUpload.of(raw, room, what, refusal));
        }
        refuse(ForeignFile.ofBytes(first), refusal);
        Encoding encoding = encoding(first, asked, refusal);
        PushbackInputStream text = raw;
        if (encoding != Encoding.UTF_8) {
            boolean big = encoding == Encoding.UTF_16 && marked(first, 0xFE, 0xFF);
            DecodedStream decoded = new DecodedStream(
                    raw, big ? StandardCharsets.UTF_16BE : encoding.charset(), encoding.text(), refusal);
            text = new PushbackInputStream(decoded, BEGINNING);
            first = peek(text);
        }
        int mark = Arrays.mismatch(first, UTF_8_MARK) == UTF_8_MARK.length ? UTF_8_MARK.length : 0;
        refuse(ForeignFile.ofText(first, mark), refusal);
        int from = mark + declaration(first, mark);
        FileHead head = new FileHead(first, from, first.length < BEGINNING);
        Separators separators = separators(head, mark, asked);
        if (from > mark || separators.separator() != ',') {
            text.skipNBytes(from);
        }
        DecimalCommas commas = separators.separator() == ';' ? DecimalCommas.of(head, ';') : DecimalCommas.none();
        InputStream plain =
                separators.separator() == ',' ? text : new CommaStream(text, separators.separator(), commas, refusal);
        return new PlainCsv(plain, separators, encoding, commas);
    }

    private static Separators separators(FileHead head, int mark, DialectOptions asked) {
        if (asked.separator().isPresent()) {
            return new Separators(asked.separator().get(), List.of());
        }
        return head.from() > mark
                ? new Separators((char) head.bytes()[head.from() - 1], List.of())
                : Separators.of(head);
    }

    /** The plain CSV. */
    public InputStream content() {
        return content;
    }

    /** Forgets what was kept; the upload itself is not closed. */
    @Override
    public void close() throws IOException {
        if (content instanceof ParquetUpload parquet) {
            parquet.close();
        }
    }

    /** How the upload was written; to be asked when its content was read. */
    public Dialect dialect() {
        return new Dialect(separator, encoding, commas.any());
    }

    /** Warnings for the client about how the format was recognised. */
    public List<String> warnings() {
        return warnings;
    }

    private String rival(char other) {
        return "the fields were taken to be parted by '%s', but '%s' parts the first rows evenly, too; ?separator=%s reads them so"
                .formatted(
                        Dialect.name(separator),
                        Dialect.name(other),
                        other == ';' ? "%3B" : other == '|' ? "%7C" : Dialect.name(other));
    }

    private static byte[] peek(PushbackInputStream in) throws IOException {
        byte[] first = in.readNBytes(BEGINNING);
        in.unread(first);
        return first;
    }

    private static Encoding encoding(byte[] first, DialectOptions asked, Function<String, InvalidRequest> refusal) {
        Optional<Encoding> seen = Optional.empty();
        if (marked(first, 0xFF, 0xFE) || marked(first, 0xFE, 0xFF)) {
            seen = Optional.of(Encoding.UTF_16);
        } else if (marked(first, 0xEF, 0xBB, 0xBF)) {
            seen = Optional.of(Encoding.UTF_8);
        }
        Encoding wanted = asked.encoding().orElse(seen.orElse(Encoding.UTF_8));
        boolean both = seen.isPresent() && seen.get() != wanted && !(seen.get().utf16() && wanted.utf16());
        if (both) {
            throw refusal.apply("the file begins with the mark of %s, but ?encoding= says %s; leave ?encoding= out"
                    .formatted(seen.get().text(), wanted.text()));
        }
        if (seen.isEmpty() && !wanted.utf16() && halfZeros(first)) {
            throw refusal.apply("every second byte is zero, as in UTF-16 without its mark; send it with"
                    + " ?encoding=utf-16le (or utf-16be), or save the file as UTF-8");
        }
        return wanted;
    }

    private static boolean marked(byte[] first, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (first.length <= i || (first[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean halfZeros(byte[] first) {
        int zeros = 0;
        for (byte b : first) {
            zeros += b == 0 ? 1 : 0;
        }
        return first.length >= 4 && zeros > first.length * 2 / 5;
    }

    /** How many bytes of {@code sep=;}, by which spreadsheets say the separator in a line of its own; the line's end stays. */
    private static int declaration(byte[] first, int mark) {
        String line = new String(first, mark, Math.min(6, first.length - mark), StandardCharsets.ISO_8859_1);
        return line.matches("(?is)sep=[,;\\t|][\\r\\n]") ? 5 : 0;
    }

    private static void refuse(Optional<String> kind, Function<String, InvalidRequest> refusal) {
        if (kind.isPresent()) {
            throw refusal.apply(kind.get());
        }
    }
}
