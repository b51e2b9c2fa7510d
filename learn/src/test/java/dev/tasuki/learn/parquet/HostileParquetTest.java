package dev.tasuki.learn.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are cut off, altered or that claim what they do not have: one kind of error, and memory within its bound. */
class HostileParquetTest {
    /** {@code -Dtasuki.parquet.mutations=100000} tries more of each file. */
    private static final int MUTATIONS = Integer.getInteger("tasuki.parquet.mutations", 1_500);

    private static final ParquetLimits LIMITS = new ParquetLimits(10_000, 100, 1 << 16, 1 << 20, 1 << 16, 64 << 20);

    /** Counts what is held, and looks that no more is given back than was taken. */
    private static final class Watched implements ParquetMemory {
        private final ParquetMemory bound = ParquetMemory.of(4 << 20);
        private long held;

        @Override
        public void take(long bytes) throws ParquetException {
            assertThat(bytes).isNotNegative();
            bound.take(bytes);
            held += bytes;
        }

        @Override
        public void giveBack(long bytes) {
            held -= bytes;
            assertThat(held).isNotNegative();
            bound.giveBack(bytes);
        }
    }

    /** Reads it to its end, or until it is refused; true if it was read. Anything but a refusal fails the test. */
    private static boolean read(byte[] file) throws IOException {
        byte[] part = new byte[1 << 16];
        try (InputStream csv = new ParquetCsv(ParquetBytes.opened(file), LIMITS, new Watched())) {
            while (csv.read(part) >= 0) {
                // The bytes themselves are of no interest.
            }
            return true;
        } catch (ParquetException | ParquetCsv.Unreadable refused) {
            assertThat(refused.getMessage()).startsWith("the Parquet file ");
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "types-pyarrow-snappy",
                "types-pyarrow-zstd-pages2",
                "types-pyarrow-gzip",
                "types-pyarrow-lz4",
                "types-pyarrow-plain",
                "mixed-polars-zstd",
                "mixed-duckdb-snappy",
                "mixed-fastparquet-gzip",
                "nested-pyarrow"
            })
    void alteredBytesAreReadOrRefused(String name) throws IOException {
        byte[] whole = ParquetBytes.resource(name + ".parquet");
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] altered = whole.clone();
            int changes = 1 + random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                // Every other one hits the metadata at the end, which is a small part of the file.
                int at = random.nextBoolean()
                        ? random.nextInt(whole.length)
                        : whole.length - 1 - random.nextInt(Math.min(whole.length, 4_000));
                altered[at] = (byte) random.nextInt(256);
            }
            refused += read(altered) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"types-pyarrow-snappy", "types-pyarrow-zstd-pages2", "one-pyarrow", "nested-pyarrow"})
    void aFileThatWasCutOffIsRefused(String name) throws IOException {
        byte[] whole = ParquetBytes.resource(name + ".parquet");
        for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 700)) {
            assertThat(read(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }
}
