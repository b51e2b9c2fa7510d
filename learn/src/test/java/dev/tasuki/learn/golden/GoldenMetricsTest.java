package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.metric.ClassReport;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.metric.PermutationImportance;
import dev.tasuki.learn.metric.Probabilities;
import dev.tasuki.learn.metric.RankedScores;
import dev.tasuki.learn.selection.Folds;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and folds against the golden files, to the last bit where no logarithm is taken. */
class GoldenMetricsTest {
    private static final Path COMMITTED = Path.of("src/test/resources/golden-metrics");
    private static final double TOLERANCE_OF_LOGARITHMS = 1e-14;

    @Test
    @Tag("backend")
    void theScriptMakesTheCommittedFiles(@TempDir Path made) throws Exception {
        ScikitLearn.require();
        ScikitLearn.make("golden_metrics.py", made);
        ScikitLearn.assertSame(COMMITTED, made);
    }

    @Test
    void foldsAsScikitLearnDoes() throws Exception {
        Iterator<Line> lines = lines("folds");
        int seen = 0;
        while (lines.hasNext()) {
            Line asked = lines.next();
            String seed = asked.values().get(2);
            OptionalLong shuffle = seed.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(seed));
            List<Split> folds = asked.key().equals("plain")
                    ? Folds.of(asked.integer(0), asked.integer(1), shuffle)
                    : Folds.stratified(lines.next().ints(0), asked.integer(1), shuffle);
            assertThat(folds).hasSize(asked.integer(1));
            for (Split fold : folds) {
                assertThat(fold.train())
                        .as(asked.toString())
                        .isEqualTo(lines.next().ints(0));
                assertThat(fold.test())
                        .as(asked.toString())
                        .isEqualTo(lines.next().ints(0));
            }
            seen++;
        }
        assertThat(seen).isEqualTo(12);
    }

    @Test
    void refusesFoldsThatCannotBe() {
        assertThatThrownBy(() -> Folds.of(10, 1, OptionalLong.empty()))
                .isInstanceOf(ParameterException.class)
                .hasMessage("cv is 1; allowed is 2 to 10, the number of rows");
        assertThatThrownBy(() -> Folds.of(10, 11, OptionalLong.empty())).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Folds.of(10, 2, OptionalLong.of(-1))).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Folds.stratified(new int[] {0, 1, 0, 1}, 3, OptionalLong.empty()))
                .hasMessage("cv is 3; allowed is 2 to 2, the rows of the largest class");
        assertThat(Folds.stratified(new int[] {0, 1, 0, 1, 0}, 3, OptionalLong.empty()))
                .hasSize(3);
    }

    @Test
    void reportsClassesAsScikitLearnDoes() throws Exception {
        List<ToDoubleFunction<ClassReport.OfClass>> measures =
                List.of(ClassReport.OfClass::precision, ClassReport.OfClass::recall, ClassReport.OfClass::f1);
        Iterator<Line> lines = lines("classes");
        while (lines.hasNext()) {
            Line asked = lines.next();
            int[] truth = lines.next().ints(0);
            int[] guess = lines.next().ints(0);
            ClassReport report = ClassReport.of(truth, guess, asked.integer(1));
            for (ToDoubleFunction<ClassReport.OfClass> measure : measures) {
                assertThat(report.classes().stream().mapToDouble(measure).toArray())
                        .isEqualTo(lines.next().doubles(0));
            }
            assertThat(measures.stream().mapToDouble(report::macro).toArray())
                    .isEqualTo(lines.next().doubles(0));
            assertThat(measures.stream().mapToDouble(report::weighted).toArray())
                    .isEqualTo(lines.next().doubles(0));
            assertThat(report.balancedAccuracy()).isEqualTo(lines.next().number(0));
            int[] confusion = Stream.of(Metrics.confusionMatrix(truth, guess, asked.integer(1)))
                    .flatMapToInt(Arrays::stream)
                    .toArray();
            assertThat(confusion).isEqualTo(lines.next().ints(0));
        }
    }

    @Test
    void measuresNumbersAsScikitLearnDoes() throws Exception {
        Iterator<Line> lines = lines("numbers");
        int seen = 0;
        for (; lines.hasNext(); seen++) {
            int rows = lines.next().integer(0);
            double[][] u = GoldenData.uniform(rows, 2, rows);
            double[] truth = Arrays.stream(u).mapToDouble(r -> r[0] * 300.0).toArray();
            double[] guess = Arrays.stream(u)
                    .mapToDouble(r -> r[0] * 200.0 + r[1] * 100.0)
                    .toArray();
            assertThat(Metrics.mse(truth, guess)).isEqualTo(lines.next().number(0));
            assertThat(Metrics.mae(truth, guess)).isEqualTo(lines.next().number(0));
            assertThat(Metrics.medianAbsoluteError(truth, guess))
                    .isEqualTo(lines.next().number(0));
            assertThat(Metrics.maxError(truth, guess)).isEqualTo(lines.next().number(0));
            Line r2 = lines.next();
            assertThat(Metrics.r2(truth, guess)).isEqualTo(Double.valueOf(rows == 1 ? Double.NaN : r2.number(0)));
        }
        assertThat(seen).isEqualTo(7);
    }

    @Test
    void ranksScoresAsScikitLearnDoes() throws Exception {
        Iterator<Line> lines = lines("scores");
        Line asked = lines.next();
        while (asked.key().equals("rows")) {
            int rows = asked.integer(0);
            int steps = asked.integer(1);
            double[][] u = GoldenData.uniform(rows, 2, rows + steps);
            double[] scores = Arrays.stream(u)
                    .mapToDouble(r -> steps == 0 ? r[0] : Math.floor(r[0] * steps) / steps)
                    .toArray();
            boolean[] positive = new boolean[rows];
            double[][] both = new double[rows][];
            int[] codes = new int[rows];
            for (int i = 0; i < rows; i++) {
                positive[i] = u[i][1] < 0.2 + 0.6 * u[i][0];
                codes[i] = positive[i] ? 1 : 0;
                both[i] = new double[] {1 - scores[i], scores[i]};
            }
            RankedScores ranked = RankedScores.of(positive, scores);
            compare(ranked.roc(), lines.next(), rows);
            assertThat(ranked.rocAuc()).isEqualTo(lines.next().number(0));
            compare(ranked.precisionRecall(), lines.next(), rows);
            assertThat(ranked.averagePrecision()).isEqualTo(lines.next().number(0));
            assertThat(Probabilities.brier(positive, scores))
                    .isEqualTo(lines.next().number(0));
            assertThat(Probabilities.logLoss(codes, both))
                    .isCloseTo(lines.next().number(0), within(TOLERANCE_OF_LOGARITHMS));
            asked = lines.next();
            for (; asked.key().equals("calibration"); asked = lines.next()) {
                double[] found = Probabilities.calibration(positive, scores, asked.integer(0)).stream()
                        .flatMapToDouble(bin -> Arrays.stream(new double[] {bin.predicted(), bin.observed()}))
                        .toArray();
                assertThat(found).isEqualTo(asked.doubles(1));
            }
        }
        int seen = 0;
        for (Line many = asked; seen < 3; many = seen < 3 ? lines.next() : many) {
            compareMany(many, lines);
            seen++;
        }
        assertThat(lines.hasNext()).isFalse();
    }

    private static void compareMany(Line asked, Iterator<Line> lines) {
        int classes = asked.integer(1);
        double[] flat = lines.next().doubles(0);
        int[] truth = lines.next().ints(0);
        double[][] shares = new double[asked.integer(0)][];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
        }
        assertThat(Probabilities.rocAucOneVersusRest(truth, shares))
                .isEqualTo(lines.next().number(0));
        assertThat(Probabilities.logLoss(truth, shares))
                .isCloseTo(lines.next().number(0), within(TOLERANCE_OF_LOGARITHMS));
    }

    @Test
    void shufflesFeaturesAsScikitLearnDoes() throws Exception {
        Iterator<Line> lines = lines("importance");
        while (lines.hasNext()) {
            Line asked = lines.next();
            int rows = asked.integer(0);
            int features = asked.integer(1);
            double[][] u = GoldenData.uniform(rows, features + 1, rows);
            double[] y = Arrays.stream(u)
                    .mapToDouble(r -> 2.0 * r[0] + r[1] * r[1] + 0.1 * r[features])
                    .toArray();
            int[] asTheyAre = new int[rows];
            Arrays.setAll(asTheyAre, row -> row);
            PermutationImportance found = PermutationImportance.of(
                    score(u, y, -1, asTheyAre),
                    new PermutationImportance.Plan(
                            rows,
                            features,
                            asked.integer(2),
                            Long.parseLong(asked.values().get(3))),
                    (feature, valueOf) -> score(u, y, feature, valueOf));
            for (int f = 0; f < features; f++) {
                assertThat(found.falls(f)).isEqualTo(lines.next().doubles(0));
            }
            assertThat(found.means()).isEqualTo(lines.next().doubles(0));
            assertThat(found.deviations()).isEqualTo(lines.next().doubles(0));
        }
    }

    private static double score(double[][] u, double[] y, int feature, int[] valueOf) {
        double[] predicted = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double first = u[feature == 0 ? valueOf[i] : i][0];
            double second = u[feature == 1 ? valueOf[i] : i][1];
            predicted[i] = 2.0 * first + second * second;
        }
        return Metrics.r2(y, predicted);
    }

    private static void compare(List<RankedScores.Point> points, Line line, int rows) {
        if (rows > 1000) {
            assertThat(points).hasSize(line.integer(0));
            return;
        }
        double[] found = points.stream()
                .flatMapToDouble(p -> Arrays.stream(new double[] {p.x(), p.y(), p.threshold()}))
                .toArray();
        assertThat(found).isEqualTo(line.doubles(0));
    }

    private static Iterator<Line> lines(String name) throws Exception {
        return ScikitLearn.read(COMMITTED.resolve(name + ".gz")).lines().iterator();
    }
}
