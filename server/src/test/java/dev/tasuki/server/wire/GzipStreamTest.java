package dev.tasuki.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipStreamTest {
    private static final byte[] TEXT = "a,b\n1,2\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void unzipsWhatJavaZipsInPiecesOfAnySize() throws IOException {
        byte[] plain = new byte[300_000];
        new Random(1).nextBytes(plain);
        byte[] zipped = joined(gzip(TEXT), gzip(plain), gzip(new byte[0]), gzip(TEXT));

        byte[] unzipped = unzip(new Trickle(zipped));

        assertThat(unzipped).isEqualTo(joined(TEXT, plain, TEXT));
        assertThat(unzip(new ByteArrayInputStream(zipped))).isEqualTo(unzipped);
    }

    @Test
    void readsAHeaderWithEveryPart() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3, 2, 0, 'x', 'y'});
        head.writeBytes("name\0remark\0".getBytes(StandardCharsets.US_ASCII));
        CRC32 check = new CRC32();
        check.update(head.toByteArray());
        byte[] sum = {(byte) check.getValue(), (byte) (check.getValue() >> 8)};
        byte[] body = Arrays.copyOfRange(gzip(TEXT), 10, gzip(TEXT).length);

        assertThat(unzip(joined(head.toByteArray(), sum, body))).isEqualTo(TEXT);
        sum[0]++;
        assertThatThrownBy(() -> unzip(joined(head.toByteArray(), sum, body))).isInstanceOf(IOException.class);
    }

    @Test
    @Tag("bound:gzip_members")
    void aThousandMembersAreUnzippedAndNotOneMore() throws IOException {
        int most = Limits.GZIP_MEMBERS.intValue();
        byte[] empty = gzip(new byte[0]);
        byte[] all = joined(Collections.nCopies(most - 1, empty).toArray(byte[][]::new));

        assertThat(unzip(joined(all, gzip(TEXT)))).isEqualTo(TEXT);
        refused(joined(all, empty, gzip(TEXT)), "more than 1000 members");
        refused(joined(Collections.nCopies(200_000, empty).toArray(byte[][]::new)), "more than 1000 members");
    }

    /** Zeros are zipped a thousandfold; letters by chance in front of them bring that down to the very bound. */
    @Test
    @Tag("bound:gzip_ratio")
    void aStreamMayBecomeAHundredTimesAsLargeAfterTheFirstMebibyte() throws IOException {
        long free = 1 << 20;
        byte[] random = new byte[20_000];
        new Random(2).nextBytes(random);
        int low = random.length;
        int high = 8 << 20;
        while (low + 1 < high) {
            int middle = (low + high) / 2;
            byte[] plain = Arrays.copyOf(random, middle);
            boolean within = middle - free <= 100L * (gzip(plain).length - 8);
            low = within ? middle : low;
            high = within ? high : middle;
        }
        // The eight bytes of the check come only behind the data.
        byte[] at = Arrays.copyOf(random, low - 2_000);
        byte[] beyond = Arrays.copyOf(random, high + 2_000);

        assertThat(unzip(gzip(at))).hasSize(at.length);
        refused(gzip(beyond), "more than 100 times as large");
        assertThat(unzip(gzip(new byte[(int) free]))).hasSize((int) free);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void zerosMayStandBehindTheEnd(int zeros) throws IOException {
        assertThat(unzip(joined(gzip(TEXT), new byte[zeros]))).isEqualTo(TEXT);
    }

    @Test
    void nothingElseMay() throws IOException {
        byte[] zipped = gzip(TEXT);

        refused(joined(zipped, new byte[] {1}), "only zeros");
        refused(joined(zipped, new byte[] {0x1f, 0}), "only zeros");
        refused(joined(zipped, new byte[70_000], new byte[] {7}), "only zeros");
        refused(joined(zipped, new byte[1], zipped), "only zeros");
    }

    @Test
    void aStreamThatBreaksOffOrIsDamagedIsAnIOException() throws IOException {
        byte[] zipped = gzip(TEXT);
        for (int length = 0; length < zipped.length; length++) {
            byte[] part = Arrays.copyOf(zipped, length);
            assertThatThrownBy(() -> unzip(part)).as("%d bytes", part.length).isInstanceOf(IOException.class);
        }
        for (int at : new int[] {0, 1, 2, 3, zipped.length - 1, zipped.length - 5}) {
            byte[] damaged = zipped.clone();
            damaged[at] ^= (byte) 0xE0;
            assertThatThrownBy(() -> unzip(damaged)).as("byte %d", at).isInstanceOf(IOException.class);
        }
    }

    private static void refused(byte[] zipped, String words) {
        assertThatThrownBy(() -> unzip(zipped))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_DATASET))
                .hasMessageContaining(words);
    }

    private static byte[] unzip(byte[] zipped) throws IOException {
        return unzip(new ByteArrayInputStream(zipped));
    }

    private static byte[] unzip(InputStream zipped) throws IOException {
        try (GzipStream stream = new GzipStream(zipped, RefusalCode.INVALID_DATASET)) {
            return stream.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        }
        return zipped.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A few bytes at a time. */
    private static final class Trickle extends FilterInputStream {
        private final Random random = new Random(3);

        Trickle(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(9)));
        }
    }
}
