package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes over connections that break. */
class ResumingStreamTest {
    private static final byte[] BYTES = new byte[1_000];

    static {
        for (int i = 0; i < BYTES.length; i++) {
            BYTES[i] = (byte) (i * 7);
        }
    }

    /** Each connection breaks after {@code after} bytes, with an error or by ending early. */
    private static final class Breaking implements ResumingStream.Source {
        private final int after;
        private final boolean early;
        private final List<Long> begun = new ArrayList<>();
        private final List<InputStream> aborted = new ArrayList<>();
        private long heard;
        private int ends;

        Breaking(int after, boolean early) {
            this.after = after;
            this.early = early;
        }

        @Override
        public InputStream from(long position) {
            begun.add(position);
            return part((int) position);
        }

        InputStream part(int position) {
            ByteArrayInputStream rest = new ByteArrayInputStream(BYTES, position, BYTES.length - position);
            return new InputStream() {
                private int left = after;

                @Override
                public int read() {
                    throw new AssertionError("bytes are read many at once");
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    if (left == 0 && rest.available() > 0) {
                        if (early) {
                            return -1;
                        }
                        throw new IOException("reset");
                    }
                    int got = rest.read(into, offset, Math.min(length, Math.max(1, left)));
                    left -= Math.max(0, got);
                    return got;
                }
            };
        }

        @Override
        public void abort(InputStream part) {
            aborted.add(part);
        }

        @Override
        public void read(byte[] bytes, int offset, int length) {
            heard += length;
        }

        @Override
        public void end() {
            ends++;
        }
    }

    private static ResumingStream of(Breaking source) {
        return new ResumingStream("a/b", BYTES.length, source.part(0), source);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnWhereTheConnectionBroke(boolean early) throws IOException {
        Breaking source = new Breaking(300, early);

        byte[] read = of(source).readAllBytes();

        assertThat(read).isEqualTo(BYTES);
        assertThat(source.begun).containsExactly(300L, 600L, 900L);
        assertThat(source.aborted).hasSize(3);
        assertThat(source.heard).isEqualTo(BYTES.length);
        assertThat(source.ends).isOne();
    }

    @Test
    void givesUpIfNothingComesThreeTimes() {
        Breaking source = new Breaking(0, false);

        assertThatThrownBy(() -> of(source).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("reading a/b failed at byte 0 of 1,000")
                .hasRootCauseMessage("reset");
        assertThat(source.begun).containsExactly(0L, 0L, 0L);
    }

    @Test
    void anExceptionOfTheClientEndsTheRead() {
        ResumingStream.Source source = new ResumingStream.Source() {
            @Override
            public InputStream from(long position) {
                throw new AssertionError("not asked");
            }

            @Override
            public void abort(InputStream part) {
                throw new AssertionError("not asked");
            }

            @Override
            public IOException failed(RuntimeException thrown) {
                return new IOException("in words", thrown);
            }
        };
        InputStream failing = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("of the client");
            }
        };

        assertThatThrownBy(() -> new ResumingStream("a/b", 5, failing, source).read())
                .isInstanceOf(IOException.class)
                .hasMessage("in words");
    }

    @Test
    void closingEarlyGivesTheConnectionUp() throws IOException {
        Breaking source = new Breaking(5_000, false);
        ResumingStream stream = of(source);
        assertThat(stream.read()).isZero();
        assertThat(stream.read()).isEqualTo(7);

        stream.close();

        assertThat(source.aborted).hasSize(1);
        ResumingStream whole = of(source);
        whole.readAllBytes();
        whole.close();
        assertThat(source.aborted).hasSize(1);
    }

    @Test
    void anInterruptedReadDoesNotBeginAnew() {
        Breaking source = new Breaking(10, false);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> of(source).readAllBytes()).hasMessageContaining("failed at byte 10 of 1,000");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(source.begun).isEmpty();
    }
}
