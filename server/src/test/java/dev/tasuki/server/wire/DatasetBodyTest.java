package dev.tasuki.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.InvalidRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
