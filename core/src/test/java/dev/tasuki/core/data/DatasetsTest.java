package dev.tasuki.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
    private static final DatasetId ID = new DatasetId("d");

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Datasets datasets = new Datasets(store, Keys.STANDARD);

    @Test
    void aStoredDatasetIsDescribedColumnByColumn() {
        DatasetDescription stored = datasets.put(ID, csv("n,x,t\n3,0.5,red\n1,,blue\n2,2.5,red\n"));

        assertThat(stored.rows()).isEqualTo(3);
        assertThat(stored.columns())
                .containsExactly(
                        new ColumnView("n", "integer", 0, 3, true, 1.0, 2.0, true, 3.0),
                        new ColumnView("x", "number", 1, 2, true, 0.5, 1.5, true, 2.5),
                        new ColumnView("t", "text", 0, 2, true, null, null, true, null));
        assertThat(stored.firstRows())
                .containsExactly(List.of("3", "0.5", "red"), List.of("1", "", "blue"), List.of("2", "2.5", "red"));
        assertThat(datasets.describe(ID)).isEqualTo(stored);
        assertThat(new Datasets(store, Keys.STANDARD).describe(ID)).isEqualTo(stored);
        assertThat(datasets.list()).containsExactly(stored.dataset());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b\n",
                "a,a\n1,2\n",
                "a,b\n1,2\n3\n",
                "a,b\n1,2\n3,4,5\n",
                "a,b\n1,\"2\n",
                "a,b\n1,\u0000\n3"
            })
    void whatIsNoCsvIsRefusedAndTheFormerOneStays(String bad) {
        DatasetDescription before = datasets.put(ID, csv("a,b\n1,2\n"));

        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> datasets.put(ID, csv(bad)));

        assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_DATASET);
        assertThat(refusal.detail()).startsWith("dataset d: ");
        assertThat(datasets.describe(ID)).isEqualTo(before);
        assertThat(store.list("")).hasSize(1);
    }

    @Test
    void theShapeIsKnownWithoutReadingOnceItWasPutOrDescribed() {
        DatasetDescription stored = datasets.put(ID, csv("n,t\n1,x\n2,y\n"));
        DatasetPin pin = datasets.pin(ID).orElseThrow();
        Datasets elsewhere = new Datasets(store, Keys.STANDARD);
        DatasetProfile profile = new DatasetProfile(
                2, List.of(new DatasetProfile.Column("n", "integer"), new DatasetProfile.Column("t", "text")));

        assertThat(stored.profile()).isEqualTo(profile);
        assertThat(datasets.knownProfile(ID, pin)).contains(profile);
        assertThat(elsewhere.knownProfile(ID, pin)).isEmpty();
        assertThat(elsewhere.profile(ID, pin)).isEqualTo(profile);
        assertThat(elsewhere.knownProfile(ID, pin)).contains(profile);
        datasets.put(ID, csv("n\n1\n"));
        assertThatThrownBy(() -> new Datasets(store, Keys.STANDARD).profile(ID, pin))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("was replaced");
    }

    @Test
    @Tag("bound:dataset_bytes")
    void aDatasetMayHaveAsManyBytesAsTheSettingSays() {
        Datasets ten = new Datasets(store, Keys.STANDARD, 10);

        assertThat(ten.put(ID, csv("a\n1\n2\n3\n44")).rows()).isEqualTo(4);
        assertThatThrownBy(() -> ten.put(ID, csv("a\n1\n2\n3\n444")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("larger than the 10 bytes allowed");
    }

    @Test
    void aRaggedRowIsNamedHoweverLateItComes() {
        String late = "a,b\n" + "1,2\n".repeat(500_000) + "1,2,3\n" + "1,2\n".repeat(100_000);

        assertThatThrownBy(() -> datasets.put(ID, csv(late))).hasMessageContaining("line 500002");
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void aFieldBeyondTheLimitIsRefusedWithoutReadingItAll() {
        InputStream endless = new InputStream() {
            private long left = 2L << 30;

            @Override
            public int read() {
                throw new IllegalStateException("read in blocks");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (left <= 0) {
                    throw new IllegalStateException("the whole field was read");
                }
                Arrays.fill(into, offset, offset + length, (byte) 'x');
                left -= length;
                return length;
            }
        };

        assertThatThrownBy(() -> datasets.put(ID, new SequenceInputStream(csv("a,b\n1,"), endless)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset by peer 10.0.0.7");
            }
        };

        assertThatThrownBy(() -> datasets.put(ID, new SequenceInputStream(csv("a,b\n1,2\n"), broken)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("broke off")
                .hasMessageNotContaining("10.0.0.7");
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> datasets.describe(ID))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("PUT /datasets/d");
        assertThatThrownBy(() -> datasets.delete(ID)).isInstanceOf(NotFound.class);
    }

    @Test
    void aDeletedDatasetIsGone() {
        datasets.put(ID, csv("a\n1\n"));

        assertThat(datasets.delete(ID)).isTrue();
        assertThat(datasets.list()).isEmpty();
        assertThatThrownBy(() -> datasets.describe(ID)).isInstanceOf(NotFound.class);
    }

    @Test
    void onlyCsvFilesWithSafeNamesAreDatasets() throws IOException {
        for (String key :
                List.of("datasets/x.csv", "datasets/y.txt", "datasets/z/w.csv", "datasets/a b.csv", "models/m.csv")) {
            store.put(key, csv("a\n1\n"));
        }

        assertThat(datasets.list()).extracting(DatasetView::id).containsExactly(new DatasetId("x"));
    }

    @Test
    void theSampleIsThereFromTheFirstStartAndDoesNotComeBack() {
        datasets.installSample();
        assertThat(datasets.describe(Datasets.SAMPLE).rows()).isEqualTo(442);

        datasets.delete(Datasets.SAMPLE);
        datasets.installSample();
        new Datasets(store, Keys.STANDARD).installSample();

        assertThat(datasets.list()).isEmpty();
    }

    @Test
    void theSampleDoesNotReplaceADatasetOfItsName() {
        datasets.put(Datasets.SAMPLE, csv("a\n1\n"));

        datasets.installSample();

        assertThat(datasets.describe(Datasets.SAMPLE).rows()).isEqualTo(1);
    }

    private static InputStream csv(String text) {
        return new ByteArrayInputStream(Rig.utf8(text));
    }
}
