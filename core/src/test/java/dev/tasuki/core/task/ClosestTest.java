package dev.tasuki.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosestTest {
    private static final List<String> KNOWN = List.of("age", "sex", "bmi", "n_estimators", "max_depth", "s1");

    @ParameterizedTest
    @CsvSource({
        "n_estimator, n_estimators",
        "N_ESTIMATORS, n_estimators",
        "max_dpeth, max_depth",
        "aeg, age",
        "agee, age",
        "bm, bmi"
    })
    void aNearNameIsMeant(String name, String meant) {
        assertThat(Closest.to(name, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"zzzz", "egas", "completely_other", "''", "aeg2", "s7", "b", "*", "_", "a"})
    void noNameIsMeantByWhatIsFarFromAll(String name) {
        assertThat(Closest.to(name, KNOWN)).isEmpty();
        assertThat(Closest.hint(name, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Sepal Length (cm), sepal length (cm)",
        "sepal_length_(CM), sepal length (cm)",
        "sepal_length, sepal length (cm)",
        "' petal  width (cm) ', petal width (cm)",
        "ＰＥＴＡＬ－ＷＩＤＴＨ (cm), petal width (cm)",
        "cafe\u0301, café",
        "bb, b"
    })
    void caseBlanksLinesAndFormsOfUnicodeDoNotCount(String name, String meant) {
        List<String> names = List.of("b", "a", "sepal length (cm)", "petal width (cm)", "petal length (cm)", "café");

        assertThat(Closest.to(name, names)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "*", "petal", "sep", "11"})
    void nothingIsMeantByHalfANameOrByTheBeginningOfSeveral(String name) {
        assertThat(Closest.to(
                        name, List.of("b", "a", "1", "sepal length (cm)", "petal width (cm)", "petal length (cm)")))
                .isEmpty();
    }

    @Test
    @Tag("bound:suggestion_letters")
    void aLongNameGetsNoSuggestionAndIsNone() {
        String bound = "a".repeat(Limits.SUGGESTION_LETTERS.intValue());

        assertThat(Closest.to(bound, List.of(bound))).contains(bound);
        assertThat(Closest.to(bound + "a", List.of(bound))).isEmpty();
        assertThat(Closest.to(bound, List.of(bound + "a"))).isEmpty();
    }

    @Test
    @Tag("bound:suggestion_candidates")
    void soManyNamesAreComparedAndThoseOfAnotherLengthAreNotCounted() {
        int most = Limits.SUGGESTION_CANDIDATES.intValue();
        List<String> others = new ArrayList<>(Collections.nCopies(most - 1, "zzzz"));
        others.addAll(Collections.nCopies(5_000, "much_longer_than_that"));
        others.add("ages");

        assertThat(Closest.to("age1", others)).contains("ages");
        others.addFirst("zzzz");
        assertThat(Closest.to("age1", others)).isEmpty();
    }
}
