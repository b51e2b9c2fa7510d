package dev.tasuki.core.data.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCsvTest {
    private static final DatasetId ID = new DatasetId("d");

    private record Read(String text, Dialect dialect, int warnings) {}

    private static Read read(byte[] upload, DialectOptions asked) throws IOException {
        PlainCsv csv = PlainCsv.of("dataset " + ID, new ByteArrayInputStream(upload), asked);
        String text = new String(csv.content().readAllBytes(), StandardCharsets.UTF_8);
        return new Read(text, csv.dialect(), csv.warnings().size());
    }

    private static Read read(String upload) throws IOException {
        return read(upload.getBytes(StandardCharsets.UTF_8), DialectOptions.NOTHING);
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    @ParameterizedTest
    @CsvSource({"semicolon,;", "tab,'\t'", "bar,|"})
    void whatPartsHeaderAndRowsAlikeIsTheSeparator(String name, String separator) throws IOException {
        Read read = read("a,b,y\r\n1.5,2,x\n2.5,,z\n".replace(",", separator));

        assertThat(read.text()).isEqualTo("a,b,y\r\n1.5,2,x\n2.5,,z\n");
        assertThat(read.dialect()).isEqualTo(new Dialect(separator.charAt(0), Encoding.UTF_8, false));
    }

    @Test
    void cellsThatHoldCommasOrQuotesKeepThem() throws IOException {
        assertThat(read("a;b\n\"x;\"\"1\"\"\";one, \"two\"\n y ;\"l1\nl2\"\n").text())
                .isEqualTo("a,b\n\"x;\"\"1\"\"\",\"one, \"\"two\"\"\"\n y ,\"l1\nl2\"\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2\n",
                "id,tags\n1,a;b;c\n2,d;e;f\n",
                "id,genre;style;year\n1,rock;punk;1980\n",
                "a,b;c\n1,2\n3,4,5\n",
                "one\n1\n2\n",
                "text\na|b\nc\n",
                "\uFEFFa,b\n1,2\n",
                "\"a;b\"\n1\n",
                "",
                "a b c\n1 2 3\n"
            })
    void whatAlreadyIsCommaCsvPassesByteForByte(String csv) throws IOException {
        Read read = read(csv);

        assertThat(read.text()).isEqualTo(csv);
        assertThat(read.dialect()).isEqualTo(Dialect.PLAIN);
    }

    @Test
    void anotherSeparatorThatFitsIsToldAndCanBeAskedFor() throws IOException {
        String csv = "Preis, EUR;Menge;Ort\n1,5;2;x\n2,5;3;y\n";

        assertThat(read(csv).warnings()).isEqualTo(1);
        Read asked = read(bytes(csv, StandardCharsets.UTF_8), DialectOptions.of(";", null));
        assertThat(asked.text()).isEqualTo("\"Preis, EUR\",Menge,Ort\n1.5,2,x\n2.5,3,y\n");
        assertThat(asked.dialect().decimalComma()).isTrue();
    }

    @Test
    void aFileOfWhichOneRowIsShortIsReadByTheSeparatorOfTheOthers() throws IOException {
        assertThat(read("a;b\n1;2\n3\n4;5\n").text()).isEqualTo("a,b\n1,2\n3\n4,5\n");
    }

    @Test
    void aSpreadsheetsDeclarationSaysTheSeparatorAndLeavesItsLine() throws IOException {
        assertThat(read("sep=;\r\na;b\r\n1;2\r\n").text()).isEqualTo("\r\na,b\r\n1,2\r\n");
        assertThat(read("sep=,\na,b\n1,2\n").text()).isEqualTo("\na,b\n1,2\n");
    }

    @Test
    void decimalCommasAreNumbersWhereAllNumbersOfTheColumnAreOfThatForm() throws IOException {
        Read read = read("x;w;t;m\n1,5;1;1,5;NA\n-2;2;rot;\n3,25e2;3,5;2,5;1,5\n");

        assertThat(read.text()).isEqualTo("x,w,t,m\n1.5,1,\"1,5\",NA\n-2,2,rot,\n3.25e2,3.5,\"2,5\",1.5\n");
        assertThat(read.dialect().decimalComma()).isTrue();
        assertThat(read("x|y\n1,5|2\n").text()).isEqualTo("x,y\n\"1,5\",2\n");
        assertThat(read("x;y\n1.234,5;2\n\"7,5\";2\n").text()).isEqualTo("x,y\n\"1.234,5\",2\n\"7,5\",2\n");
    }

    @Test
    void aPointThatMayPartThousandsIsToldWhereOthersHaveDecimalCommas() throws IOException {
        String csv = "id;price;rate\n7;1.234;0,5\n8;12.500;0,75\n9;900;1,5\n";

        assertThat(warnings(csv))
                .singleElement()
                .asString()
                .startsWith("1.234 in column \"price\" was read as it stands");
        assertThat(warnings(csv.replace("12.500", "12.5"))).isEmpty();
        assertThat(warnings(csv.replace("1.234", "0.234"))).isEmpty();
        assertThat(warnings(csv.replace(',', '.')))
                .as("points part decimals there")
                .isEmpty();
    }

    private static List<String> warnings(String csv) throws IOException {
        return PlainCsv.of(
                        "dataset " + ID,
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                        DialectOptions.NOTHING)
                .warnings();
    }

    @Test
    void aWordFarBelowNumbersWithDecimalCommasIsRefusedWithItsLine() {
        String rows = IntStream.range(0, 20_000).mapToObj(i -> i + ",5;x").collect(Collectors.joining("\r\n"));

        assertThatThrownBy(() -> read("a;b\r\n" + rows + "\r\nred;x\r\n"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("line 20002, column 1")
                .hasMessageContaining("decimal points");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE,FFFE", "UTF-16BE,FEFF"})
    void utf16IsKnownByItsMark(String charset, String mark) throws IOException {
        Read read = read(bytes("\uFEFFname;x\n東京;1\n😀;2\n", Charset.forName(charset)), DialectOptions.NOTHING);

        assertThat(read.text()).isEqualTo("name,x\n東京,1\n😀,2\n");
        assertThat(read.dialect()).isEqualTo(new Dialect(';', Encoding.UTF_16, false));
    }

    @Test
    void lettersBeyondABufferStayWhole() throws IOException {
        String csv = "a,b\n" + "x😀東é,1\n".repeat(50_000);

        assertThat(read(bytes("\uFEFF" + csv, StandardCharsets.UTF_16LE), DialectOptions.NOTHING)
                        .text())
                .isEqualTo("\uFEFF" + csv);
        assertThat(read(
                                bytes("a;b\n" + "é;1\n".repeat(100_000), StandardCharsets.ISO_8859_1),
                                DialectOptions.of(null, "Latin1"))
                        .text())
                .isEqualTo("a,b\n" + "é,1\n".repeat(100_000));
    }

    @ParameterizedTest
    @CsvSource({"latin-1,ISO-8859-1,Größe", "cp1252,windows-1252,10 €", "Shift_JIS,Shift_JIS,東京", "cp932,windows-31j,①"
    })
    void anEncodingThatIsSaidIsRead(String name, String charset, String word) throws IOException {
        assertThat(read(bytes("a,b\n" + word + ",1\n", Charset.forName(charset)), DialectOptions.of(null, name))
                        .text())
                .isEqualTo("a,b\n" + word + ",1\n");
    }

    @Test
    void whatIsNotWrittenAsItIsSaidIsRefusedWithTheLine() {
        byte[] latin = bytes("a,b\n1,2\né,3\n", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(latin, DialectOptions.of(null, "shift_jis")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("not shift_jis")
                .hasMessageContaining("'latin-1'");
        assertThatThrownBy(() ->
                        read(bytes("\uFEFFa,b\n1,2\n", StandardCharsets.UTF_8), DialectOptions.of(null, "latin-1")))
                .hasMessageContaining("mark of utf-8");
        assertThatThrownBy(() -> read(bytes("a,b\n1,2\n", StandardCharsets.UTF_16LE), DialectOptions.NOTHING))
                .hasMessageContaining("?encoding=utf-16le");
    }

    @Test
    void namesThatAreUnknownAreRefusedWithThoseAllowed() {
        assertThatThrownBy(() -> DialectOptions.of("x", "klingon"))
                .isInstanceOfSatisfying(InvalidRequest.class, wrong -> {
                    assertThat(wrong.fields()).hasSize(2);
                    assertThat(wrong.fields().get(0).msg()).contains("';'", "'tab'");
                    assertThat(wrong.fields().get(1).msg()).contains("'latin-1'", "'shift_jis'");
                });
    }

    @Test
    void aFieldMayBeAsLongAsInACommaCsv() throws IOException {
        String most = "x".repeat(64 << 10);

        assertThat(read("a;b\n" + most + ";1\n").text()).hasSize(most.length() + 7);
        assertThatThrownBy(() -> read("a;b\n" + most + "x;1\n"))
                .hasMessageContaining("line 2: a field is longer than the 65536 bytes");
        assertThatThrownBy(() -> read("a;b\n1;\"2\"3\n")).hasMessageContaining("the separator ';'");
    }
}
