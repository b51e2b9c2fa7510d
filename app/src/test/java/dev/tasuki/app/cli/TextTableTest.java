package dev.tasuki.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final String ID = "85af5cb3-e207-44b5-b348-8e51c2bce705";
    private static final TextTable TABLE = new TextTable(
            List.of("MODEL", "STATE", "NAME"),
            List.of(List.of(ID, "TASK_ERROR", "a name of more than thirty letters")));

    @Test
    void allIsWrittenWholeWhereNobodyWatches() {
        assertThat(print(false, "20")).contains(ID + "  TASK_ERROR  a name of more than thirty letters");
    }

    @Test
    void aNarrowTerminalGetsShortIdsAndShortenedTexts() {
        assertThat(print(true, "40").lines())
                .allSatisfy(line ->
                        assertThat(line.replaceAll("\u001b\\[\\d*m", "")).hasSizeLessThanOrEqualTo(40))
                .anySatisfy(line -> assertThat(line).startsWith("85af5cb3  ").endsWith("…"));
    }

    @Test
    void aTerminalThatIsWideEnoughGetsAll() {
        assertThat(print(true, "200")).contains(ID, "thirty letters", "\u001b[31mTASK_ERROR\u001b[0m");
    }

    @Test
    void aTerminalThatIsFarTooNarrowStillGetsRows() {
        assertThat(print(true, "3").lines()).hasSize(2);
    }

    private static String print(boolean terminal, String columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, UTF_8);
        TABLE.print(new CommandContext(
                Map.of("COLUMNS", columns),
                Path.of("."),
                new ByteArrayInputStream(new byte[0]),
                stream,
                stream,
                terminal));
        return out.toString(UTF_8);
    }
}
