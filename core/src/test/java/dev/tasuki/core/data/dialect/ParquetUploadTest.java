package dev.tasuki.core.data.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ParquetUploadTest {
    private static final DatasetId ID = new DatasetId("d");
    private static final HandMadeParquet THREE = HandMadeParquet.of(7, -8, Long.MAX_VALUE);
    private static final int SNAPPY = 1;
    private static final int ZSTD = 6;

    private static String read(byte[] file, ParquetRoom room) throws IOException {
        try (PlainCsv csv = PlainCsv.of(ID, new ByteArrayInputStream(file), DialectOptions.NOTHING, room)) {
            return new String(csv.content().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ParquetRoom room(long memory) {
        return new ParquetRoom(memory, 1L << 40);
    }

    private static String refused(byte[] file, ParquetRoom room) {
        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> read(file, room));
        assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_DATASET);
        assertThat(refusal.detail()).startsWith("dataset d: the Parquet file ");
        return refusal.detail();
    }

    @Test
    void whatIsStoredIsTheCsvOfItsRows() throws IOException {
        MemoryObjectStore objects = new MemoryObjectStore();
        Datasets datasets = new Datasets(objects, Keys.STANDARD);

        Datasets.Stored stored = datasets.put(ID, new ByteArrayInputStream(THREE.bytes()), DialectOptions.NOTHING);

        assertThat(stored.description().rows()).isEqualTo(3);
        assertThat(stored.written()).isEqualTo(Dialect.PLAIN);
        try (var reader = objects.open(Keys.STANDARD.dataset(ID))) {
            assertThat(new String(reader.content().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("x\n7\n-8\n9223372036854775807\n");
        }
    }

    @Test
    void aCsvWithSuchAFirstColumnIsACsv() throws IOException {
        String csv = "PAR1,PAR2\n1,2\n";
        assertThat(read(csv.getBytes(StandardCharsets.UTF_8), room(1_000))).isEqualTo(csv);
    }

    @Test
    void separatorAndEncodingAreOfTextAlone() {
        DialectOptions asked = new DialectOptions(Optional.of(';'), Optional.empty());
        assertThatThrownBy(() -> PlainCsv.of(ID, new ByteArrayInputStream(THREE.bytes()), asked, room(1_000)))
                .hasMessage("dataset d: this is a Parquet file, which has no separator and no encoding; leave"
                        + " ?separator= and ?encoding= out");
    }

    @Test
    void nothingIsLeftInTheTemporaryDirectory() throws IOException {
        long before = left();
        read(THREE.bytes(), room(1 << 20));
        refused(THREE.claiming(25).bytes(), room(1 << 20));
        refused("PAR1\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII), room(1 << 20));
        assertThat(left()).isEqualTo(before);
    }

    private static long left() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("tasuki-upload"))
                    .count();
        }
    }

    @Test
    void aFileThatIsLargerThanAllowedIsRefusedWhileItComes() throws IOException {
        byte[] file = THREE.bytes();
        assertThat(read(file, new ParquetRoom(1 << 20, file.length))).startsWith("x\n7\n");

        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> read(file, new ParquetRoom(1 << 20, file.length - 1)));
        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_LARGE);
    }

    @Test
    @Tag("bound:parquet_page")
    void aPageClaimsNoMoreThanItMay() {
        int most = Limits.PARQUET_PAGE.intValue();
        byte[] snappy = {24, 92, 0};

        assertThat(refused(THREE.packed(SNAPPY, snappy).claiming(most).bytes(), room(1L << 40)))
                .contains("is damaged: a part of it is shorter than what it should hold");
        for (int claimed : new int[] {most + 1, Integer.MAX_VALUE}) {
            assertThat(refused(THREE.packed(SNAPPY, snappy).claiming(claimed).bytes(), room(1L << 40)))
                    .endsWith(
                            ("a page claims %,d bytes unpacked; at most 268,435,456 are read. Write it with smaller pages"
                                            + " or row groups")
                                    .formatted(claimed));
        }
    }

    @Test
    @Tag("bound:parquet_metadata")
    void metadataClaimsNoMoreThanItMay() {
        int most = Limits.PARQUET_METADATA.intValue();
        for (int length : new int[] {most, most + 1}) {
            byte[] file = Arrays.copyOf("PAR1\0".getBytes(StandardCharsets.US_ASCII), 4 + length + 8);
            System.arraycopy(HandMadeParquet.end(length), 0, file, 4 + length, 8);
            assertThat(refused(file, new ParquetRoom(1L << 40, 1L << 40)))
                    .contains(length == most ? "its metadata has no columns" : "its metadata claims 16,777,217 bytes");
        }
    }

    @Test
    @Tag("bound:parquet_memory")
    void aFileTakesNoMoreMemoryThanThereIs() throws IOException {
        byte[] file = THREE.bytes();
        long needed = 0;
        while (needed < 10_000) {
            try {
                read(file, room(needed));
                break;
            } catch (InvalidRequest tooMuch) {
                needed++;
            }
        }
        // Two elements of the schema, a chunk, the metadata; then the page of 24 bytes without the metadata.
        assertThat(needed).isBetween(600L, 1_000L);
        assertThat(read(file, room(needed))).endsWith("9223372036854775807\n");
        assertThat(refused(file, room(needed - 1)))
                .contains("bytes of memory at once; at most " + (needed - 1) + " are taken");
    }

    @Test
    void whatOthersTakeIsNotThere() throws Exception {
        ParquetRoom room = room(1_000);
        ParquetRoom.Share other = room.share();
        other.take(600);

        assertThatThrownBy(() -> read(THREE.bytes(), room)).isInstanceOf(TooBusy.class);
        other.giveBackAll();
        assertThat(read(THREE.bytes(), room)).startsWith("x\n");
        other.take(1_000);
    }

    /** 2,000 blocks of 4 bytes, each of which says "the same byte 131,072 times": 250 MB of 8 kB. */
    @Test
    void aBombCostsNoMoreThanTheRoom() {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0x38});
        for (int block = 0; block < 2_000; block++) {
            int head = (128 << 10) << 3 | 1 << 1 | (block == 1_999 ? 1 : 0);
            bomb.writeBytes(new byte[] {(byte) head, (byte) (head >>> 8), (byte) (head >>> 16), 0});
        }
        byte[] file = new HandMadeParquet(ZSTD, bomb.toByteArray(), 2_000 * (128 << 10), 10, 10).bytes();

        assertThat(refused(file, room(4 << 20))).contains("bytes of memory at once; at most 4,194,304 are taken");
    }

    /** One block that says "a zero 4,096 times", within eight times what may be sent, and a byte beyond. */
    @Test
    void allPagesTogetherAreBoundedToo() throws IOException {
        int head = 4_096 << 3 | 1 << 1 | 1;
        byte[] packed = {
            0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0x38, (byte) head, (byte) (head >>> 8), (byte) (head >>> 16), 0
        };
        byte[] file = new HandMadeParquet(ZSTD, packed, 4_096, 512, 512).bytes();

        assertThat(read(file, new ParquetRoom(1 << 20, 512))).isEqualTo("x\n" + "0\n".repeat(512));
        assertThat(refused(file, new ParquetRoom(1 << 20, 511)))
                .endsWith("its pages are more than 4,088 bytes unpacked, the most that are read; send it in parts");
    }

    /** A claim alone costs nothing: what is unpacked is as small as it is. */
    @Test
    void aClaimIsNotPaidFor() {
        byte[] snappy = new byte[27];
        snappy[0] = 24;
        snappy[1] = 23 << 2;
        byte[] file = THREE.packed(SNAPPY, Arrays.copyOf(snappy, 26))
                .claiming(200 << 20)
                .bytes();

        assertThat(refused(file, room(200_000)))
                .endsWith("is damaged: a page has 24 bytes unpacked, but claims 209715200");
    }
}
