package dev.tasuki.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingPlan;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate of a training's time knows the figures that are documented, within a factor of two. */
class FitTimeTest {
    @ParameterizedTest
    @CsvSource({
        // rows learned from, params, measured seconds with two threads
        "20000, '\"max_depth\":12', 2.09",
        "20000, '\"max_depth\":null', 2.95",
        "353, '\"max_depth\":3', 0.012"
    })
    void itIsNearWhatWasMeasured(long rows, String params, double measured) {
        TrainRequest request = TrainRequest.parse(Rig.utf8(
                "{\"dataset_id\":\"d\",\"features\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\"],"
                        + "\"target\":\"y\",\"params\":{" + params + "}}"));
        FitShape shape = new FitShape(Math.round(rows / 0.8), 11, 0, 0, true, 10);
        double fit = request.params()
                .resolve(Learners.usual(Kind.NUMBERS))
                .effort(FitCost.size(shape, request, 2))
                .seconds();

        TrainingPlan.Range seconds = FitTime.of(0, fit);

        assertThat(seconds.estimate() - 0.03).isBetween(measured / 2, measured * 2);
        assertThat(measured + 0.03).isBetween(seconds.low(), seconds.high());
    }
}
