package dev.tasuki.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text that was meant for numbers is told at the upload and where a training refuses it. */
class TextHintsTest {
    private static final DatasetId ID = new DatasetId("d");
    private static final String THOUSANDS =
            "looks like a number with thousands separators: write it without them and with a decimal point, ";

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.234,5    | THOUSANDS 1234.5",
                "1,234      | THOUSANDS 1234",
                "-1.234.567 | THOUSANDS -1234567",
                "12,34,567.8| THOUSANDS 1234567.8",
                "1,5        | looks like a number with a decimal comma: write a decimal point, 1.5",
                "12 %       | looks like a percentage: write the number without the sign",
                "$5         | looks like an amount of money: write the number without the currency",
                "n.a.       | often stands for a missing value: leave such cells empty",
            })
    void theUploadAndTheRefusalSayWhatIsSeen(String cell, String words) {
        String csv = "a,x,y\n" + "1,\"%s\",2\n".formatted(cell).repeat(3);
        String hint = "\"" + cell + "\" in line 2 " + words.replace("THOUSANDS ", THOUSANDS);

        assertThat(warnings(csv)).containsExactly("column \"x\" is text: " + hint);
        assertThat(refusal().detail()).contains("\"x\" is text, e.g. \"" + cell + "\" in line 2 (" + hint + ")");
    }

    @Test
    void oneMarkAmongNumbersIsEnough() {
        String csv = "x,y\n" + "1,2\n".repeat(500) + "?,3\n" + "1,2\n".repeat(500);

        assertThat(warnings(csv))
                .singleElement()
                .asString()
                .startsWith("column \"x\" is text: \"?\" in line 502 often");
    }

    @Test
    void wordsOfWhichSomeAreMarksAreNoNumbers() {
        assertThat(warnings("x,y\nTokyo,1\n-,2\nKyoto,3\n")).isEmpty();
    }

    @Test
    void answersAndDatesAreToldOfWhereTheyAreWantedAsNumbers() {
        assertThat(warnings("x,y\nyes,1\nno,2\n")).isEmpty();
        assertThat(refusal().detail()).contains("looks like yes or no: write 1 and 0, or True and False");
    }

    @Test
    void soManyColumnsAreNamedAndTheRestIsCounted() {
        String names = IntStream.range(0, 50).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        List<String> warnings = warnings(names + "\n" + "5 %,".repeat(49) + "5 %\n");

        assertThat(warnings).hasSize(Limits.PROBLEMS_SHOWN.intValue() + 1);
        assertThat(warnings.getLast()).startsWith("and 30 more columns");
    }

    private List<String> warnings(String csv) {
        return rig.datasets.put(ID, new ByteArrayInputStream(Rig.utf8(csv))).warnings();
    }

    private InvalidRequest refusal() {
        return catchThrowableOfType(
                InvalidRequest.class,
                () -> rig.trainings.submit(
                        TrainRequest.parse(
                                Rig.utf8(
                                        "{\"dataset_id\":\"d\",\"features\":[\"x\"],\"target\":\"y\",\"preprocess\":\"none\"}")),
                        null));
    }
}
