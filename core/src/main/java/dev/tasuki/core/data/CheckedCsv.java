package dev.tasuki.core.data;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.learn.table.TableSummary;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.FutureTask;

/**
 * A stream that is scanned as CSV while its consumer reads it. It ends only if what was read is a
 * table; otherwise a read throws {@link InvalidRequest}, so that a store that takes all or nothing
 * keeps nothing of it. For one reading thread.
 */
final class CheckedCsv extends InputStream {
    private static final int PIPE = 1 << 18;

    private final InputStream source;
    private final PipedOutputStream toParser;
    private final FutureTask<TableSummary> parser;
    private final byte[] one = new byte[1];
    private boolean ended;

    CheckedCsv(DatasetId id, InputStream source, ScanPool scanPool) throws IOException {
        this.source = source;
        this.toParser = new PipedOutputStream();
        this.parser = scanPool.start(id, new PipedInputStream(toParser, PIPE));
    }

    /** The figures, once the stream has ended. */
    TableSummary summary() {
        return verdict();
    }

    @Override
    public int read() throws IOException {
        int n = read(one, 0, 1);
        return n < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int n = source.read(into, offset, length);
        if (n < 0) {
            toParser.close();
            verdict();
            ended = true;
        } else if (n > 0) {
            pass(into, offset, n);
        }
        return n;
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        try {
            toParser.write(bytes, offset, length);
            // Without it the parser would look for new bytes only once a second.
            toParser.flush();
        } catch (IOException parserIsGone) {
            verdict();
            throw parserIsGone;
        }
    }

    private TableSummary verdict() {
        return ScanPool.await(parser);
    }

    /** Ends the parser, if it still waits for bytes. Leaves the source open. */
    @Override
    public void close() throws IOException {
        toParser.close();
    }
}
