package dev.tasuki.learn.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.TargetColumns;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole numbers that a double rounds are classes of their own, as pandas and scikit-learn have it. */
class WideNumberTest {
    @ParameterizedTest
    @CsvSource({
        "1234567890123456781 1234567890123456783 1234567890123456782,"
                + " 1234567890123456781 1234567890123456782 1234567890123456783",
        "9007199254740993 9007199254740995 9007199254740992, 9007199254740992 9007199254740993 9007199254740995",
        "7 +9007199254740993 007, 7 9007199254740993",
        "9223372036854775808 18446744073709551615 9, 9 9223372036854775808 18446744073709551615",
        "9007199254740993 -9007199254740993 1, -9007199254740993 1 9007199254740993",
        "18446744073709551617 18446744073709551616 9, 18446744073709551616 18446744073709551617 9",
        "-1 9223372036854775808 3, -1 3 9223372036854775808"
    })
    void labelsKeepTheirIdentityAndOrder(String cells, String labels) throws Exception {
        ClassTarget classes = TargetColumns.classes(read(cells), "y");

        assertThat(texts(classes.labels())).containsExactly(labels.split(" "));
        assertThat(classes.labels()).isInstanceOf(ClassLabels.Text.class);
    }

    @Test
    void theProfileCountsThemAndHasTheirRange() throws Exception {
        ColumnSummary summary = scan("9007199254740993 9007199254740995 9007199254740992 9007199254740993");

        assertThat(summary.type()).isEqualTo(ColumnSummary.Type.INTEGER);
        assertThat(summary.distinct()).isEqualTo(3);
        assertThat(summary.whole().orElseThrow().min()).isEqualTo(9007199254740992L);
        assertThat(summary.whole().orElseThrow().max()).isEqualTo(9007199254740995L);
    }

    @Test
    void theFirstRowsShowThemAsTheyWereWritten() throws Exception {
        TableSummary table = CsvReader.scan(in("9007199254740993 1"), CsvLimits.DEFAULT, ScanLimits.DEFAULT);

        assertThat(table.firstRows()).containsExactly(List.of("0", "9007199254740993"), List.of("1", "1"));
    }

    @ParameterizedTest
    @CsvSource({"9007199254740992 1", "1000000000000000000 1", "9007199254740993.0 1", "9007199254740993 1.5"})
    void whatDoublesHoldOrWhatIsNotAllWholeStaysNumbers(String cells) throws Exception {
        NumericColumn column = (NumericColumn) read(cells).columns().get(1);

        assertThat(column.written()).isEmpty();
        assertThat(scan(cells).whole()).isEmpty();
    }

    @Test
    void aMeasuredTargetIsRoundedAsBefore() throws Exception {
        assertThat(TargetColumns.numbers(read("9007199254740993 1"), "y")).containsExactly(0x1p53, 1);
    }

    private static List<String> texts(ClassLabels labels) {
        return IntStream.range(0, labels.size()).mapToObj(labels::text).toList();
    }

    private static Table read(String cells) throws Exception {
        return CsvReader.read(in(cells), CsvLimits.DEFAULT);
    }

    private static ColumnSummary scan(String cells) throws Exception {
        return CsvReader.scan(in(cells), CsvLimits.DEFAULT, ScanLimits.DEFAULT)
                .columns()
                .get(1);
    }

    private static ByteArrayInputStream in(String cells) {
        StringBuilder csv = new StringBuilder("x,y\n");
        String[] rows = cells.split(" ");
        for (int row = 0; row < rows.length; row++) {
            csv.append(row).append(',').append(rows[row]).append('\n');
        }
        return new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8));
    }
}
