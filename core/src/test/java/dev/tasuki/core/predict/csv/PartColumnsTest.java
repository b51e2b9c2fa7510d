package dev.tasuki.core.predict.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns an answer becomes, and what those of all rows of a file may cost. */
class PartColumnsTest {
    private static final AnswerParts BOTH = new AnswerParts(true, OptionalDouble.of(0.9));

    private static PartColumns columns(String answer, int rows) {
        return PartColumns.of(BOTH, Json.stored(answer.replace('\'', '"')), rows);
    }

    @Test
    void aNumberHasItsBoundsAndWhatEachFeatureAdds() {
        PartColumns columns = columns("""
                {'interval':{'low':[1,null],'high':[3.5,null]},'explanation':{'steps':7,'features':['a','b'],\
                'base':2.0,'contributions':[[0.25,null],null]}}""", 2);

        assertThat(columns.boundNames()).containsExactly("prediction_low", "prediction_high");
        assertThat(columns.bounds(0)).containsExactly("1", "3.5");
        assertThat(columns.bounds(1)).containsExactly("", "");
        assertThat(columns.contributionNames()).containsExactly("explanation_base", "contribution_a", "contribution_b");
        assertThat(columns.contributions(0)).containsExactly("2.0", "0.25", "");
        assertThat(columns.contributions(1)).containsExactly("", "", "");
        assertThat(columns.explained()).isEqualTo(new ExplainedRow(7, 3));
    }

    @Test
    void aClassifierHasThemForEachClassThatIsExplained() {
        PartColumns columns = PartColumns.of(new AnswerParts(true, OptionalDouble.empty()), Json.stored("""
                {"explanation":{"steps":7,"features":["a"],"base":[0.5,0.25],"of":["no",2],\
                "contributions":[[[1.0],[-1.0]],null]}}"""), 2);

        assertThat(columns.boundNames()).isEmpty();
        assertThat(columns.bounds(0)).isEmpty();
        assertThat(columns.contributionNames())
                .containsExactly("explanation_base_no", "contribution_no_a", "explanation_base_2", "contribution_2_a");
        assertThat(columns.contributions(0)).containsExactly("0.5", "1.0", "0.25", "-1.0");
        assertThat(columns.contributions(1)).containsExactly("", "", "", "");
        assertThat(columns.explained()).isEqualTo(new ExplainedRow(7, 4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {'interval':{'low':[1],'high':[2]}}; explanation
                    {'explanation':{'steps':1,'features':['a'],'base':1,'contributions':[[1]]}}; interval
                    {'interval':{'low':[1],'high':[]},'explanation':{'steps':1,'contributions':[[1]]}}; interval
                    {'interval':{'low':[1],'high':[2]},'explanation':{'base':1,'contributions':[[1]]}}; explanation
                    """, quoteCharacter = '|')
    void anAnswerOfAnOlderConsumerIsNotTakenForTheWhole(String answer, String lacking) {
        assertThatThrownBy(() -> columns(answer, 1))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("without the " + lacking + " that was asked for; is it of an older version?");
    }

    @Test
    void columnsOfTheAnswerAreToldApart() {
        assertThatCode(() -> HeaderRules.distinct(List.of("a", "b"), List.of("prediction", "contribution_a")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> HeaderRules.distinct(List.of("a", "contribution_a"), List.of("contribution_a")))
                .hasMessage("the CSV has a column called contribution_a, as a column of the answer is; rename it or"
                        + " leave it out");
        assertThatThrownBy(() -> HeaderRules.distinct(List.of("b"), List.of("contribution_a_b", "contribution_a_b")))
                .hasMessage("two columns of the answer would be called contribution_a_b, of different classes and"
                        + " features: ask without explain, or send the rows to /predict");
    }

    @Test
    @Tag("bound:predict_csv_steps")
    void theStepsOfAllRowsAreBounded() {
        long most = Limits.PREDICT_CSV_STEPS.value();
        assertThatCode(() -> new ExplainedRow(most / 1_000, 1).require(1_000)).doesNotThrowAnyException();

        assertThat(refusal(most / 1_000, 1, 1_001))
                .isEqualTo(
                        "explaining 1,001 rows × 100,000,000 steps; at most 100,000,000,000: send up to 1,000 rows in"
                                + " one file, or ask without explain");
        assertThat(refusal(Long.MAX_VALUE, 1, 1)).contains("send up to 0 rows");
    }

    @Test
    @Tag("bound:predict_csv_numbers")
    void theContributionsOfAllRowsAreBounded() {
        long most = Limits.PREDICT_CSV_NUMBERS.value();
        assertThatCode(() -> new ExplainedRow(1, most / 1_000).require(1_000)).doesNotThrowAnyException();

        assertThat(refusal(1, most / 1_000, 1_001))
                .isEqualTo("explaining 1,001 rows × 20,000 contributions; at most 20,000,000: send up to 1,000 rows in"
                        + " one file, or ask without explain");
    }

    private static String refusal(long steps, long numbers, long rows) {
        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> new ExplainedRow(steps, numbers).require(rows));
        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY);
        return refusal.detail();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1000", "100000, 20, 1000", "1000000, 1, 100", "100000001, 1, 1", "1, 21, 952", "1, 20001, 1"})
    void aPartIsATenthOfWhatOneAnswerMayCost(long steps, long numbers, int rows) {
        assertThat(new ExplainedRow(steps, numbers).batch()).isEqualTo(rows);
    }
}
