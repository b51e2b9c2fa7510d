package dev.tasuki.adapters.celery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedBodyTest {
    private static final int MOST = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 100_000, MOST})
    void whatWasZippedComesBack(int length) throws Exception {
        byte[] plain = new byte[length];
        new Random(length).nextBytes(plain);
        Arrays.fill(plain, 0, length / 2, (byte) 'x');

        assertThat(CompressedBody.unzip(Messages.zlib(plain), MOST)).isEqualTo(plain);
        assertThat(CompressedBody.unzip(Messages.gzip(plain), MOST)).isEqualTo(plain);
    }

    @Test
    void oneByteMoreThanIsAllowedIsRefused() throws Exception {
        byte[] plain = new byte[MOST + 1];

        for (byte[] zipped : List.of(Messages.zlib(plain), Messages.gzip(plain))) {
            Unreadable refused = catchThrowableOfType(Unreadable.class, () -> CompressedBody.unzip(zipped, MOST));
            assertThat(refused.error().type()).isEqualTo("InvalidRequest");
            assertThat(refused.error().message().getFirst()).isEqualTo("too_large");
        }
    }

    /** 64 MiB of zeros in 64 KiB: given up after the first MiB of them. */
    @Test
    void aBombIsGivenUpAtTheBound() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zipped, new Deflater(9))) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        byte[] bomb = zipped.toByteArray();
        long before = allocated();
        Unreadable refused = catchThrowableOfType(Unreadable.class, () -> CompressedBody.unzip(bomb, MOST));
        long taken = allocated() - before;

        assertThat(refused.error().message().getFirst()).isEqualTo("too_large");
        assertThat(taken).isLessThan(5L * MOST);
    }

    @Test
    void aHeaderOfGzipMayHaveAllItsParts() throws Exception {
        byte[] plain = Messages.BODY.getBytes(UTF_8);
        byte[] simple = Messages.gzip(plain);
        ByteArrayOutputStream rich = new ByteArrayOutputStream();
        rich.write(simple, 0, 3);
        rich.write(2 | 4 | 8 | 16);
        rich.write(simple, 4, 6);
        rich.write(new byte[] {3, 0, 'e', 'x', 't'});
        rich.write("name\0comment\0".getBytes(UTF_8));
        rich.write(new byte[2]);
        rich.write(simple, 10, simple.length - 10);

        assertThat(CompressedBody.unzip(rich.toByteArray(), MOST)).isEqualTo(plain);
    }

    @Test
    void whatIsDamagedIsRefusedWhereverItBreaks() throws Exception {
        byte[] plain = Messages.BODY.getBytes(UTF_8);
        for (byte[] whole : List.of(Messages.zlib(plain), Messages.gzip(plain))) {
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> CompressedBody.unzip(cut, MOST))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOf(Unreadable.class);
            }
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            assertThatThrownBy(() -> CompressedBody.unzip(longer, MOST)).isInstanceOf(Unreadable.class);
            byte[] changed = whole.clone();
            changed[whole.length - 6] ^= 1;
            assertThatThrownBy(() -> CompressedBody.unzip(changed, MOST)).isInstanceOf(Unreadable.class);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
