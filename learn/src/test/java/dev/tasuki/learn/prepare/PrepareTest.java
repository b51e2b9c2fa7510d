package dev.tasuki.learn.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.InvalidValueException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What scikit-learn leaves open: missing columns, unknown values, dates. */
class PrepareTest {
    @Test
    void refusesAColumnWithoutAnyValue() {
        double[] none = {Double.NaN, Double.NaN};
        for (Imputation.Strategy strategy : Imputation.Strategy.values()) {
            assertThatThrownBy(() -> Imputation.learn("age", none, strategy))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("column age: every value is missing, so nothing can stand for one; "
                            + "leave the column out");
        }
        assertThatThrownBy(() -> Scaling.learn("age", none))
                .hasMessage("column age: every value is missing, so it has no scale; leave the column out");
    }

    @Test
    void putsAValueInThePlaceOfMissingOnesOnly() {
        Imputation learned = Imputation.learn("a", new double[] {1, Double.NaN, 4, 2}, Imputation.Strategy.MEDIAN);

        assertThat(learned).isEqualTo(new Imputation(2, true));
        assertThat(learned.apply(Double.NaN)).isEqualTo(2);
        assertThat(learned.apply(7)).isEqualTo(7);
        assertThat(Imputation.indicator(Double.NaN)).isEqualTo(1);
        assertThat(Imputation.indicator(7)).isZero();
        assertThat(Imputation.constant(-1, new double[] {1})).isEqualTo(new Imputation(-1, false));
        assertThat(Imputation.constant(-1, new double[] {Double.NaN}).occurred())
                .isTrue();
    }

    @Test
    void hasNoCodeForUnknownAndMissingCategories() {
        TextCategories texts = TextCategories.learn(Arrays.asList("b", null, "a", "b", "\uD83C\uDF32", "\uFF5E"));

        assertThat(texts.texts()).containsExactly("a", "b", "\uFF5E", "\uD83C\uDF32");
        assertThat(texts.code("b")).isEqualTo(1);
        assertThat(texts.code("c")).isNaN();
        assertThat(texts.code(null)).isNaN();
        assertThat(texts.knows("a")).isTrue();
        assertThat(texts.knows("c")).isFalse();

        NumberCategories numbers = NumberCategories.learn(new double[] {3, -0.0, Double.NaN, 0.0, -5});
        assertThat(numbers.numbers()).containsExactly(-5, 0, 3);
        assertThat(numbers.code(-0.0)).isEqualTo(1);
        assertThat(numbers.code(4)).isNaN();
        assertThat(numbers.code(Double.NaN)).isNaN();
        assertThat(numbers.size()).isEqualTo(3);
    }

    @Test
    void givesMissingCategoriesAColumnOfTheirOwn() {
        OneHot hot = new OneHot(2, true, false);
        double[] row = {9, 9, 9, 9};

        hot.write(Double.NaN, true, row, 1);
        assertThat(row).containsExactly(9, 0, 0, 1);
        hot.write(1, false, row, 1);
        assertThat(row).containsExactly(9, 0, 1, 0);
        hot.write(Double.NaN, false, row, 1);
        assertThat(row).containsExactly(9, 0, 0, 0);
        assertThatThrownBy(() -> new OneHot(0, false, false))
                .hasMessage("there are 0 categories; at least 1 is needed");
    }

    @Test
    void readsDatesAsIsoWritesThem() {
        LocalDateTime noon = LocalDateTime.of(2024, 2, 29, 12, 30);
        assertThat(DateParts.read("2024-02-29")).contains(LocalDateTime.of(2024, 2, 29, 0, 0));
        assertThat(DateParts.read(" 2024-02-29 12:30 ")).contains(noon);
        assertThat(DateParts.read("2024-02-29T12:30:00.000")).contains(noon);
        assertThat(DateParts.read("2024-02-29T12:30:00Z")).contains(noon);
        assertThat(DateParts.read("2024-02-29T14:30:00+02:00")).contains(noon);
        assertThat(DateParts.read("2024-02-29T14:30+0200")).contains(noon);
        assertThat(DateParts.read("2024-02-29T14:30:00+02")).contains(noon);
        for (String other : List.of("", "2023-02-29", "29.02.2024", "2024-2-29", "2024-02-29T25:00", "20240229")) {
            assertThat(DateParts.read(other)).as(other).isEqualTo(Optional.empty());
        }
    }

    @Test
    void takesDatesApart() {
        DateParts days = DateParts.learn(Arrays.asList("2024-02-29", null, "no date", "2024-02-29T00:15"));
        assertThat(days.names("when"))
                .containsExactly(
                        "when.year", "when.month", "when.day", "when.dayofweek", "when.dayofyear", "when.epoch_days");
        double[] row = new double[days.columns()];
        days.write("2024-12-31", row, 0);
        assertThat(row).containsExactly(2024, 12, 31, 1, 366, 20088);
        days.write(null, row, 0);
        assertThat(row).containsOnly(Double.NaN);

        DateParts hours = DateParts.learn(List.of("2024-02-29", "1969-12-31T22:30"));
        assertThat(hours.names("t")).hasSize(7).endsWith("t.hour");
        double[] more = new double[8];
        hours.write("1969-12-31T22:30", more, 1);
        assertThat(more).containsExactly(0, 1969, 12, 31, 2, 365, -1, 22);
    }
}
