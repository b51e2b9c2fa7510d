package dev.tasuki.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RelationsTest {
    private static final DatasetId ID = new DatasetId("t");

    private final Datasets datasets = new Datasets(new MemoryObjectStore(), Keys.STANDARD);
    private final Relations relations = new Relations(datasets);

    private void put(String csv) {
        datasets.put(ID, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    /** Numbers from 0, each in a row of ten letters and the line's end. */
    private static String rows(int count) {
        return IntStream.range(0, count).mapToObj("%08d,w\n"::formatted).collect(Collectors.joining("", "x,y\n", ""));
    }

    @Test
    void eachColumnIsRelatedToTheTargetByItsKind() {
        datasets.installSample();

        RelationsView view = relations.of(Datasets.SAMPLE, "target", null);

        assertThat(view.rows()).isEqualTo(442);
        assertThat(view.rowsUsed()).isEqualTo(442);
        assertThat(view.columns().stream().map(ColumnRelation::name).toList())
                .containsExactly("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6", "target");
        ColumnRelation bmi = view.columns().get(2);
        // scipy.stats.pearsonr of scikit-learn's diabetes data.
        assertThat(bmi.related().value()).isCloseTo(0.5864501344746886, within(1e-9));
        assertThat(bmi.related().measure()).isEqualTo("pearson");
        assertThat(bmi.bins().counts()).hasSize(40);
        assertThat(bmi.words()).isNull();
        assertThat(view.columns().getLast().related()).isNull();
        assertThat(view.columns().getLast().position()).isEqualTo(11);
    }

    @Test
    void columnsAreChosenAndATargetMayBeAnotherOne() {
        put("a,b,c\n1,x,True\n2,y,False\n3,x,True\n");

        RelationsView some = relations.of(ID, "b", "a,3");
        RelationsView none = relations.of(ID, null, null);

        assertThat(some.columns().stream().map(ColumnRelation::name).toList()).containsExactly("a", "c");
        assertThat(some.columns().get(0).related().measure()).isEqualTo("eta");
        assertThat(some.columns().get(1).related().measure()).isEqualTo("cramers_v");
        assertThat(some.columns().get(1).bins()).isNull();
        assertThat(some.columns().get(1).words().distinct()).isEqualTo(2);
        assertThat(none.columns()).hasSize(3).allMatch(column -> column.related() == null);
        assertThat(none.target()).isNull();
    }

    @Test
    void whatIsNotThereIsNamed() {
        put("price,b\n1,x\n");

        InvalidRequest target = catchThrowableOfType(InvalidRequest.class, () -> relations.of(ID, "prise", null));
        InvalidRequest column = catchThrowableOfType(InvalidRequest.class, () -> relations.of(ID, "b", "c"));

        assertThat(target.fields().getFirst().loc()).isEqualTo(List.of("query", "target"));
        assertThat(target.fields().getFirst().msg())
                .isEqualTo("dataset t has no column \"prise\"; did you mean \"price\"?; its columns are price, b");
        assertThat(column.fields().getFirst().loc()).isEqualTo(List.of("query", "columns"));
        assertThat(catchThrowableOfType(NotFound.class, () -> relations.of(new DatasetId("no"), null, null)))
                .isNotNull();
    }

    @Test
    @Tag("bound:relation_rows")
    void asManyRowsAsMayBeAreAllLookedAtAndOfMoreEvenlySpreadOnes() {
        put(rows(10_000));
        RelationsView all = relations.of(ID, "x", null);
        put(rows(10_001));
        RelationsView some = relations.of(ID, "x", null);

        assertThat(all.rowsUsed()).isEqualTo(10_000);
        assertThat(some.rows()).isEqualTo(10_001);
        assertThat(some.rowsUsed()).isEqualTo(5_001);
        assertThat(some.columns().getFirst().bins().to()).isEqualTo(10_000);
    }

    @Test
    @Tag("bound:relation_bytes")
    void asManyBytesAsMayBeAreAllReadAndOfMoreTheBeginning() {
        put(rows(100_000));
        long size = datasets.describe(ID).dataset().size();

        RelationsView whole = new Relations(datasets, 1_000_000, size).of(ID, null, "x");
        RelationsView part = new Relations(datasets, 1_000_000, size - 1).of(ID, null, "x");
        RelationsView half = new Relations(datasets, 1_000, size / 2).of(ID, null, "x");

        assertThat(whole.rowsUsed()).isEqualTo(100_000);
        assertThat(part.rowsUsed()).isBetween(1, 99_999);
        // What is read comes in blocks, so that the last of them may be missing.
        assertThat(half.rowsUsed()).isBetween(900, 1_000);
        assertThat(half.columns().getFirst().bins().to()).isEqualTo(50.0 * (half.rowsUsed() - 1));
    }
}
