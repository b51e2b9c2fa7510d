package dev.tasuki.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
    @ParameterizedTest
    @CsvSource({"0,1", "25,346", "-3,4", "0.001,0.0042", "1e-9,3e-9", "5,5", "0,0", "-1e9,2.5e9", "0.1,0.9"})
    void scalesHoldTheirValuesAndHaveDistinctTicks(double least, double most) {
        Scale scale = Scale.around(least, most, 0, 500);

        assertThat(scale.low()).isLessThanOrEqualTo(least);
        assertThat(scale.high()).isGreaterThanOrEqualTo(most);
        assertThat(scale.ticks()).hasSizeBetween(3, 10);
        assertThat(scale.ticks().stream().map(scale::text)).doesNotHaveDuplicates();
    }
}
