package dev.tasuki.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DatasetBodyTest {
    private final Bodies bodies = new Bodies(100, 10, new BodyBudget(1 << 20, System::nanoTime));

    @Test
    @Tag("bound:dataset_bytes")
    void tenBytesAreReadWhereTenAreAllowedAndElevenAreNot() throws IOException {
        try (InputStream ten = bodies.dataset(new Body("0123456789"))) {
            assertThat(ten.readAllBytes()).hasSize(10);
        }
        try (InputStream eleven = bodies.dataset(new Body("01234567890"))) {
            assertThatThrownBy(eleven::readAllBytes).isInstanceOf(InvalidRequest.class);
        }
    }

    @Test
    @Tag("bound:predict_csv_bytes")
    void aFileToPredictIsReadUpToItsLimit() throws IOException {
        long most = Limits.PREDICT_CSV_BYTES.value();
        try (InputStream csv = Bodies.csv(new Zeros(most))) {
            assertThat(csv.transferTo(OutputStream.nullOutputStream())).isEqualTo(most);
        }
        try (InputStream csv = Bodies.csv(new Zeros(most + 1))) {
            assertThatThrownBy(() -> csv.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageContaining("the CSV, un-zipped, is larger than the limit of 67,108,864 bytes");
        }
    }

    /** A number of zeros. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int n = (int) Math.min(left, length);
            left -= n;
            return n == 0 ? -1 : n;
        }
    }

    @Test
    void theBodyIsClosedWithTheDatasetWhateverItIs() throws IOException {
        for (String content : new String[] {"a\n1\n", "\u001f\u008bno gzip", "\u001f", ""}) {
            Body body = new Body(content);
            bodies.dataset(body).close();
            assertThat(body.closed).as(content).isTrue();
        }
    }

    @Test
    void aBodyThatFailsAtItsFirstByteIsClosed() {
        Body body = new Body("a") {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                throw new IllegalStateException("gone");
            }
        };

        assertThatThrownBy(() -> bodies.dataset(body)).hasMessage("gone");
        assertThat(body.closed).isTrue();
    }

    private static class Body extends ByteArrayInputStream {
        private boolean closed;

        Body(String content) {
            super(content.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
