package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.Rig;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.EncoderLearner;
import dev.tasuki.learn.encode.EncodingTooLargeException;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.Table;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an encoder may hold. */
class EncodingBoundsTest {
    private static final int CATEGORIES = Limits.CATEGORIES.intValue();
    private static final CsvLimits ANY = new CsvLimits(1L << 30, 1 << 20, 100, 1 << 20, 1_000, 1_000);

    private static Table table(String header, int rows, IntFunction<String> row) throws Exception {
        StringBuilder csv = new StringBuilder(header).append('\n');
        IntStream.range(0, rows).forEach(i -> csv.append(row.apply(i)).append('\n'));
        return CsvReader.read(new ByteArrayInputStream(Rig.utf8(csv.toString())), ANY);
    }

    private static Encoder learn(Table table, Treatment.Categories way) {
        Map<String, Treatment> columns = new HashMap<>();
        Treatment wanted = new Treatment(
                Treatment.Missing.AUTO, Treatment.Flag.AUTO, way, Treatment.Dates.AUTO, Treatment.Flag.AUTO);
        table.names().stream().filter(name -> !name.equals("n")).forEach(name -> columns.put(name, wanted));
        Preparation preparation = new Preparation(false, Treatment.AUTO, columns);
        return new EncoderLearner(preparation, new EncoderLearner.Abilities(false, false), Examples.BOUNDS)
                .learn(table, table.names(), IntStream.range(0, table.rows()).toArray());
    }

    @Test
    @Tag("bound:categories")
    void soManyCategoriesOfAColumn() throws Exception {
        Table most = table("a", CATEGORIES, i -> "t" + i);
        Table more = table("a", CATEGORIES + 1, i -> "t" + i);

        assertThat(learn(most, Treatment.Categories.ORDINAL).names()).containsExactly("a");
        assertThatThrownBy(() -> learn(more, Treatment.Categories.ORDINAL))
                .isInstanceOf(EncodingTooLargeException.class)
                .hasMessageContaining("column a has 10,001 categories; at most 10,000");
    }

    @Test
    @Tag("bound:encoded_numbers")
    void soManyNumbersOfARow() throws Exception {
        Table most = table("a,b", CATEGORIES, i -> "t" + i + ",u" + i);
        Table more = table("a,b,n", CATEGORIES, i -> "t" + i + ",u" + i + "," + i);

        assertThat(learn(most, Treatment.Categories.ONE_HOT).names()).hasSize(Limits.ENCODED_NUMBERS.intValue());
        assertThatThrownBy(() -> learn(more, Treatment.Categories.ONE_HOT))
                .isInstanceOf(EncodingTooLargeException.class)
                .hasMessageContaining("more than 20,000 numbers at column n");
    }

    @Test
    @Tag("bound:category_bytes")
    void soManyBytesOfCategories() throws Exception {
        int texts = 64;
        int letters = (int) (Limits.CATEGORY_BYTES.value() / texts) - Integer.BYTES;
        IntFunction<String> text = i -> "%03d".formatted(i) + "x".repeat(letters - 3);
        Table most = table("a", texts, text);
        Table more = table("a", texts, i -> i == 0 ? text.apply(0) + "x" : text.apply(i));

        assertThat(learn(most, Treatment.Categories.ORDINAL).names()).containsExactly("a");
        assertThatThrownBy(() -> learn(more, Treatment.Categories.ORDINAL))
                .isInstanceOf(EncodingTooLargeException.class)
                .hasMessageContaining("at most 4,194,304 may be kept in a model");
    }

    @Test
    void whoTrainsIsToldThatItIsTooCostly() {
        StringBuilder csv = new StringBuilder("a,y\n");
        IntStream.range(0, 2 * CATEGORIES)
                .forEach(i -> csv.append('t').append(i).append(',').append(i).append('\n'));
        TrainRequest request =
                TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\",\"features\":[\"a\"],\"target\":\"y\","
                        + "\"preprocess\":{\"columns\":{\"a\":{\"categories\":\"ordinal\"}}}}"));
        LocalFitter.Source source =
                new LocalFitter.Source(new DatasetId("d"), "", new ByteArrayInputStream(Rig.utf8(csv.toString())));

        InvalidRequest refusal = Assertions.catchThrowableOfType(
                InvalidRequest.class, () -> LocalFitter.alone(1).learn(source, request, RunControl.NONE));

        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY);
        assertThat(refusal.detail()).contains("dataset d: column a has 16,000 categories");
        assertThat(List.of(refusal.fields())).containsExactly(List.of());
    }
}
