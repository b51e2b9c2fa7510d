package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.dummy.DummyClassifier;
import dev.tasuki.learn.dummy.DummyRegressor;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.prepare.Imputation;
import dev.tasuki.learn.prepare.Imputation.Strategy;
import dev.tasuki.learn.prepare.NumberCategories;
import dev.tasuki.learn.prepare.OneHot;
import dev.tasuki.learn.prepare.Scaling;
import dev.tasuki.learn.prepare.TextCategories;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learned from columns against the golden files, to the last bit. */
class GoldenPrepareTest {
    private static final Path COMMITTED = Path.of("src/test/resources/golden-prepare");
    private static final int COLUMNS = 4;

    @Test
    @Tag("backend")
    void theScriptMakesTheCommittedFiles(@TempDir Path made) throws Exception {
        ScikitLearn.require();
        ScikitLearn.make("golden_prepare.py", made);
        ScikitLearn.assertSame(COMMITTED, made);
    }

    @Test
    void imputesAndScalesAsScikitLearnDoes() throws Exception {
        Iterator<Line> lines = lines("columns");
        int seen = 0;
        for (; lines.hasNext(); seen++) {
            Line asked = lines.next();
            double[][] columns =
                    columns(asked.integer(0), Double.parseDouble(asked.values().get(1)));
            for (Strategy strategy : Strategy.values()) {
                assertThat(ofEach(
                                columns, c -> Imputation.learn("c", c, strategy).value()))
                        .as("%s %s", asked, strategy)
                        .isEqualTo(lines.next().doubles(0));
            }
            double[] scales = lines.next().doubles(0);
            Function<double[], Scaling> learn = c -> Scaling.learn("c", c);
            assertThat(ofEach(columns, c -> learn.apply(c).mean())).isEqualTo(Arrays.copyOfRange(scales, 0, 4));
            assertThat(ofEach(columns, c -> learn.apply(c).variance())).isEqualTo(Arrays.copyOfRange(scales, 4, 8));
            assertThat(ofEach(columns, c -> learn.apply(c).scale())).isEqualTo(Arrays.copyOfRange(scales, 8, 12));
            double[] scaled = lines.next().doubles(0);
            double[] found = new double[scaled.length];
            for (int i = 0; i < found.length; i++) {
                double[] column = columns[i % COLUMNS];
                found[i] = learn.apply(column).apply(column[i / COLUMNS]);
            }
            assertThat(found).isEqualTo(scaled);
        }
        assertThat(seen).isEqualTo(6);
    }

    @Test
    void numbersCategoriesAsScikitLearnDoes() throws Exception {
        Iterator<Line> lines = lines("categories");
        List<String> texts =
                lines.next().values().stream().map(GoldenPrepareTest::text).toList();
        TextCategories categories = TextCategories.of(texts.stream());
        double[] codes = texts.stream().mapToDouble(categories::code).toArray();
        assertThat(codes)
                .isEqualTo(lines.next().values().stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray());
        for (int i = 0; i < 6; i++) {
            Line asked = lines.next();
            OneHot hot =
                    new OneHot(categories.size(), false, asked.values().get(0).equals("first"));
            double[] row = new double[hot.columns()];
            hot.write(categories.code(text(asked.values().get(1))), false, row, 0);
            assertThat(row)
                    .isEqualTo(asked.values().stream()
                            .skip(2)
                            .mapToDouble(Double::parseDouble)
                            .toArray());
        }
        double[] numbers = lines.next().doubles(0);
        NumberCategories known = NumberCategories.learn(numbers);
        assertThat(Arrays.stream(numbers).map(known::code).toArray())
                .isEqualTo(Stream.of(lines.next())
                        .flatMap(line -> line.values().stream())
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    @Test
    void predictsWithoutFeaturesAsScikitLearnDoes() throws Exception {
        Iterator<Line> lines = lines("dummies");
        int seen = 0;
        for (; lines.hasNext(); seen++) {
            Line numbers = lines.next();
            double[] y = Arrays.stream(GoldenData.uniform(numbers.integer(0), 1, numbers.integer(0)))
                    .mapToDouble(u -> u[0])
                    .toArray();
            for (DummyRegressor.Strategy strategy : DummyRegressor.Strategy.values()) {
                Fitted.Numbers dummy = (Fitted.Numbers)
                        new DummyRegressor().fit(rows(y.length), new Target.Numbers(y), strategy, FitContext.alone());
                assertThat(dummy.predict(rows(2), () -> false))
                        .containsExactly(
                                numbers.number(1 + strategy.ordinal()), numbers.number(1 + strategy.ordinal()));
            }
            assertThat(lines.next().integer(0)).isEqualTo(y.length);
            ClassTarget classes = ClassTarget.ofNumbers(
                    Arrays.stream(y).map(v -> Math.floor(v * 5.0)).toArray(), true);
            for (DummyClassifier.Strategy strategy : DummyClassifier.Strategy.values()) {
                Fitted.Classes dummy = (Fitted.Classes) new DummyClassifier()
                        .fit(rows(y.length), new Target.Classes(classes), strategy, FitContext.alone());
                Line expected = lines.next();
                double[] probabilities = dummy.predictProbabilities(rows(1), () -> false)[0];
                assertThat(Fitted.Classes.likeliest(probabilities)).isEqualTo(expected.integer(0));
                assertThat(probabilities).isEqualTo(expected.doubles(1));
                assertThat(dummy.labels()).isEqualTo(classes.labels());
            }
        }
        assertThat(seen).isEqualTo(6);
    }

    private static Rows rows(int count) {
        return Rows.of(List.of("x"), count, List.of(row -> Double.NaN));
    }

    @Test
    void refusesToLearnFromNothing() {
        assertThatThrownBy(() -> new DummyRegressor()
                        .fit(
                                rows(0),
                                new Target.Numbers(new double[0]),
                                DummyRegressor.Strategy.MEAN,
                                FitContext.alone()))
                .hasMessage("there is no row to learn from; at least 1 is needed");
        assertThatThrownBy(() -> new DummyClassifier()
                        .fit(
                                rows(0),
                                new Target.Classes(ClassTarget.ofText(new String[0])),
                                DummyClassifier.Strategy.PRIOR,
                                FitContext.alone()))
                .hasMessage("there is no row to learn from; at least 1 is needed");
    }

    private static double[][] columns(int rows, double missing) {
        double[][] u = GoldenData.uniform(rows, COLUMNS, rows);
        double[][] holes = GoldenData.uniform(rows, COLUMNS, rows + 1L);
        double[][] columns = new double[COLUMNS][rows];
        for (int i = 0; i < rows; i++) {
            columns[0][i] = u[i][0];
            columns[1][i] = Math.floor(u[i][1] * 9.0) * 0.1;
            columns[2][i] = 1e6 + u[i][2];
            columns[3][i] = 0.1;
            for (int c = 0; c < COLUMNS; c++) {
                columns[c][i] = i > 0 && holes[i][c] < missing ? Double.NaN : columns[c][i];
            }
        }
        return columns;
    }

    private static double[] ofEach(double[][] columns, Function<double[], Double> learned) {
        return Arrays.stream(columns).mapToDouble(learned::apply).toArray();
    }

    private static String text(String hex) {
        return hex.equals("-") ? "" : new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    private static Iterator<Line> lines(String name) throws Exception {
        return ScikitLearn.read(COMMITTED.resolve(name + ".gz")).lines().iterator();
    }
}
