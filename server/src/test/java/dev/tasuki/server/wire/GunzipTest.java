package dev.tasuki.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {
    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static String plain(byte[] zipped, int buffer) throws IOException {
        try (Gunzip in = new Gunzip(new ByteArrayInputStream(zipped), buffer)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 18, 64, 1 << 16})
    void whatWasZippedComesBackWhateverTheBuffer(int buffer) throws IOException {
        String text = "{\"features\":[\"" + "age,bmi,".repeat(5_000) + "\"]}";

        assertThat(plain(zipped(text), buffer)).isEqualTo(text);
        assertThat(plain(joined(zipped("a"), zipped(""), zipped(text)), buffer)).isEqualTo("a" + text);
        assertThat(plain(joined(zipped("a"), new byte[100]), buffer)).isEqualTo("a");
    }

    @Test
    void theNamesAndExtrasOfAHeaderArePassedOver() throws IOException {
        byte[] zipped = zipped("text");
        byte[] header = Arrays.copyOf(zipped, 10);
        header[3] = 2 | 4 | 8 | 16;
        byte[] rest = Arrays.copyOfRange(zipped, 10, zipped.length);

        assertThat(plain(
                        joined(header, new byte[] {3, 0, 1, 2, 3}, "name\0remark\0".getBytes(UTF_8), new byte[2], rest),
                        16))
                .isEqualTo("text");
    }

    @Test
    @Tag("bound:gzip_members")
    void soManyMembersAreRead() throws IOException {
        int most = Limits.GZIP_MEMBERS.intValue();
        byte[] empty = zipped("");
        byte[][] parts = new byte[most + 1][];
        Arrays.fill(parts, empty);
        parts[most - 1] = zipped("end");

        assertThat(plain(joined(Arrays.copyOf(parts, most)), 1 << 16)).isEqualTo("end");
        assertThatThrownBy(() -> plain(joined(parts), 1 << 16))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("1,000 members");
    }

    @Test
    void whatIsBrokenOrLeftOverIsNoGzip() throws IOException {
        byte[] zipped = zipped("some text");
        byte[] flipped = zipped.clone();
        flipped[flipped.length - 6] ^= 1;

        assertThatThrownBy(() -> plain(flipped, 64)).isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> plain(joined(zipped, "left over".getBytes(UTF_8)), 64))
                .isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> plain(new byte[0], 64)).isInstanceOf(IOException.class);
        for (int length = 1; length < zipped.length; length++) {
            byte[] cut = Arrays.copyOf(zipped, length);
            assertThatThrownBy(() -> plain(cut, 64)).isInstanceOf(EOFException.class);
        }
    }
}
