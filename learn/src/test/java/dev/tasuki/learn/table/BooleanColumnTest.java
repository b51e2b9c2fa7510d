package dev.tasuki.learn.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.TargetColumns;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of True and False, as pandas.read_csv takes them. */
class BooleanColumnTest {
    @ParameterizedTest
    @ValueSource(strings = {"True,False", "TRUE,false", "true,FALSE", "tRUE,False", "\"True\",False"})
    void wordsInAnyCaseAreOnesAndZeros(String cells) throws Exception {
        String csv = "x,y\n1," + cells.replace(",", "\n2,") + "\n";

        Table table = read(csv);

        assertThat(FeatureMatrix.of(table, List.of("y")).column(0)).containsExactly(1, 0);
        assertThat(TargetColumns.numbers(table, "y")).containsExactly(1, 0);
        ClassTarget classes = TargetColumns.classes(table, "y");
        assertThat(classes.codes()).containsExactly(1, 0);
        assertThat(List.of(classes.labels().value(0), classes.labels().value(1)))
                .containsExactly("False", "True");
        ColumnSummary summary = scan(csv);
        assertThat(summary.type()).isEqualTo(ColumnSummary.Type.BOOLEAN);
        assertThat(summary.distinct()).isEqualTo(2);
        assertThat(summary.flaws()).isEqualTo(Flaws.NONE);
        assertThat(summary).isEqualTo(ColumnSummary.of(table.columns().get(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"True,yes", "True,1", "0,True", " True,False", "Tru,False", "True,"})
    void anythingElseAmongThemMakesThemText(String cells) throws Exception {
        String csv = "x,y\n1," + cells.replace(",", "\n2,") + "\n";

        assertThat(read(csv).columns().get(1)).isInstanceOf(TextColumn.class);
        assertThat(scan(csv).type()).isEqualTo(ColumnSummary.Type.TEXT);
        assertThat(scan(csv)).isEqualTo(ColumnSummary.of(read(csv).columns().get(1)));
    }

    @Test
    void whatIsMissingAmongThemIsTheirOnlyFlaw() throws Exception {
        Flaws flaws = scan("x,y\n1,True\n2,\n3,False\n").flaws();

        assertThat(flaws.missing()).isEqualTo(new Flaws.Cells(1, 3, ""));
        assertThat(flaws.text().any()).isFalse();
    }

    private static Table read(String csv) throws Exception {
        return CsvReader.read(in(csv), CsvLimits.DEFAULT);
    }

    private static ColumnSummary scan(String csv) throws Exception {
        return CsvReader.scan(in(csv), CsvLimits.DEFAULT, ScanLimits.DEFAULT)
                .columns()
                .get(1);
    }

    private static ByteArrayInputStream in(String csv) {
        return new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
    }
}
