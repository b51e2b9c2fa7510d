package dev.tasuki.core.fit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.learn.conformal.Residuals;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelFile;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An interval of 0.9 holds the true number 9 times in 10, whatever the learner and wherever its errors are from. */
class CoverageTest {
    private static final int SETS = 100;
    private static final int FRESH = 100;
    private static final WalkCounter ENDLESS = new WalkCounter(Integer.MAX_VALUE, () -> false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RandomForestRegressor | \"n_estimators\":40,\"oob_score\":true | out_of_bag",
                "RandomForestRegressor | \"n_estimators\":10 | held_out",
                "HistGradientBoostingRegressor | \"max_iter\":20 | held_out",
                "LinearRegression | \"fit_intercept\":true | held_out"
            })
    void ninetyPercentAreWithin(String algorithm, String params, String source) throws IOException, ModelFileException {
        LocalFitter fitter = LocalFitter.alone(1);
        TrainRequest request = TrainRequest.parse(("{\"dataset_id\":\"d\",\"features\":[\"a\",\"b\"],\"target\":\"y\","
                        + "\"test_size\":0.4,\"algorithm\":\"" + algorithm + "\",\"params\":{" + params + "}}")
                .getBytes(UTF_8));
        int within = 0;
        for (int set = 0; set < SETS; set++) {
            SplittableRandom random = new SplittableRandom(set);
            StringBuilder csv = new StringBuilder("a,b,y\n");
            for (int row = 0; row < 250; row++) {
                double[] values = row(random);
                csv.append("%s,%s,%s\n".formatted(values[0], values[1], values[2]));
            }
            byte[] bytes = csv.toString().getBytes(UTF_8);
            Learned learned = fitter.learn(
                            new LocalFitter.Source(new DatasetId("d"), "", new ByteArrayInputStream(bytes)),
                            request,
                            RunControl.NONE)
                    .orElseThrow();
            Model model = ModelFile.read(new ByteArrayInputStream(learned.artifact()));
            Residuals residuals = model.info().residuals().orElseThrow();
            assertThat(residuals.source().text()).isEqualTo(source);
            double half = residuals.halfWidth(0.9).orElseThrow();
            for (int row = 0; row < FRESH; row++) {
                double[] values = row(random);
                double predicted =
                        ((Fitted.Numbers) model.fitted()).predict(new double[] {values[0], values[1]}, ENDLESS);
                within += Math.abs(values[2] - predicted) <= half ? 1 : 0;
            }
        }
        assertThat(within / (double) (SETS * FRESH)).isBetween(0.88, 0.92);
    }

    /** Two features and a number that has noise in it. */
    private static double[] row(SplittableRandom random) {
        double a = random.nextDouble(-2, 2);
        double b = random.nextDouble(-2, 2);
        return new double[] {a, b, 3 * a - b * b + random.nextGaussian()};
    }
}
