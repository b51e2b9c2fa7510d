package dev.tasuki.learn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.boost.HistGradientBoostingRegressor;
import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.EncoderLearner;
import dev.tasuki.learn.encode.EncodingBounds;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.NumberFeature;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.encode.Taken;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Models of tables with gaps, text, booleans and dates, and their files. */
class EncodedModelTest {
    private static final CsvLimits ANY = new CsvLimits(1 << 20, 10_000, 100, 1_000, 1_000, 1_000);
    private static final List<String> FEATURES = List.of("age", "city", "zip", "day", "ok", "id", "whole");

    private static Table table() throws Exception {
        StringBuilder csv = new StringBuilder("age,city,zip,day,ok,id,whole,y\n");
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            int city = random.nextInt(4);
            csv.append(random.nextInt(5) == 0 ? "" : Integer.toString(random.nextInt(80)))
                    .append(',')
                    .append(city == 3 ? "" : "city " + city)
                    .append(',')
                    .append(1000 + random.nextInt(5))
                    .append(",2024-0")
                    .append(1 + random.nextInt(9))
                    .append("-11T0")
                    .append(random.nextInt(9))
                    .append(":00Z,")
                    .append(List.of("True", "False", "").get(random.nextInt(3)))
                    .append(",id ")
                    .append(i)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(10 * city + random.nextInt(5))
                    .append('\n');
        }
        return CsvReader.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), ANY);
    }

    private static Treatment categories(Treatment.Categories way) {
        return new Treatment(
                Treatment.Missing.AUTO, Treatment.Flag.AUTO, way, Treatment.Dates.AUTO, Treatment.Flag.AUTO);
    }

    private static Encoder encoder(Table table, Learner<?> learner, Preparation preparation) {
        EncoderLearner.Abilities abilities = new EncoderLearner.Abilities(
                learner.takes().contains(Takes.MISSING), learner.takes().contains(Takes.CATEGORIES));
        return new EncoderLearner(preparation, abilities, EncodingBounds.NONE)
                .learn(table, FEATURES, IntStream.range(0, 240).toArray());
    }

    private static <P> Model model(Table table, Learner<P> learner, Encoder encoder) {
        Rows rows = encoder.rows(table);
        Fitted fitted = ConfiguredLearner.of(learner, Map.of("random_state", 1))
                .fit(rows, new Target.Numbers(TargetColumns.numbers(table, "y")), FitContext.alone());
        return Model.of(fitted, encoder, "y", Map.of());
    }

    private static Model read(byte[] file) throws Exception {
        return ModelFile.read(new ByteArrayInputStream(file));
    }

    @Test
    void aForestGetsMediansIndicatorsAndCodes() throws Exception {
        Encoder encoder = encoder(table(), new RandomForestRegressor(), Preparation.AUTO);

        assertThat(encoder.features())
                .extracting(Feature::getClass)
                .map(Class::getSimpleName)
                .containsExactly(
                        "NumberFeature",
                        "CategoryFeature",
                        "NumberFeature",
                        "DateFeature",
                        "NumberFeature",
                        "LeftOut",
                        "NumberFeature");
        assertThat(encoder.names())
                .containsExactly(
                        "age",
                        "city",
                        "zip",
                        "day.year",
                        "day.month",
                        "day.day",
                        "day.dayofweek",
                        "day.dayofyear",
                        "day.epoch_days",
                        "day.hour",
                        "ok",
                        "whole",
                        "age.missing",
                        "ok.missing");
        assertThat(encoder.rows(table()).anyCategorical()).isFalse();
        double[] row = new double[encoder.names().size()];
        CategoryFeature city = (CategoryFeature) encoder.features().get(1);
        assertThat(city.missing(row, 1)).isEqualTo(Taken.MISSING);
        assertThat(row[1]).isEqualTo(-1);
        assertThat(encoder.text(1, "elsewhere", row)).isEqualTo(Taken.UNKNOWN);
        assertThat(row[1]).isEqualTo(-1);
        assertThat(encoder.text(1, "city 2", row)).isEqualTo(Taken.KNOWN);
        assertThat(row[1]).isEqualTo(2);
        assertThat(encoder.text(0, "NA", row)).isEqualTo(Taken.MISSING);
        assertThat(row[0])
                .isEqualTo(
                        ((NumberFeature) encoder.features().getFirst()).slot().fill());
        assertThat(encoder.text(4, "TRUE", row)).isEqualTo(Taken.KNOWN);
        assertThat(encoder.text(4, "perhaps", row)).isEqualTo(Taken.REFUSED);
        assertThat(encoder.text(3, "2024-02-30", row)).isEqualTo(Taken.REFUSED);
        assertThat(encoder.features().get(3)).isInstanceOf(DateFeature.class);
    }

    @Test
    void boostingGetsTheColumnsAsTheyAre() throws Exception {
        Encoder encoder = encoder(table(), new HistGradientBoostingRegressor(), Preparation.AUTO);
        Rows rows = encoder.rows(table());
        double[] row = new double[encoder.names().size()];

        assertThat(rows.categorical(1)).isTrue();
        assertThat(rows.categorical(0)).isFalse();
        assertThat(encoder.names()).doesNotContain("age.missing");
        assertThat(encoder.text(0, "", row)).isEqualTo(Taken.MISSING);
        assertThat(row[0]).isNaN();
        assertThat(encoder.text(1, "elsewhere", row)).isEqualTo(Taken.UNKNOWN);
        assertThat(row[1]).isNaN();
    }

    @Test
    void onlyTheTrainingRowsAreLearnedFrom() throws Exception {
        Table table = table();
        EncoderLearner learner =
                new EncoderLearner(Preparation.AUTO, new EncoderLearner.Abilities(false, false), EncodingBounds.NONE);
        int[] some = IntStream.range(0, 300)
                .filter(row -> !"city 1"
                        .equals(((dev.tasuki.learn.table.TextColumn)
                                        table.column("city").orElseThrow())
                                .value(row)))
                .toArray();

        Encoder encoder = learner.learn(table, FEATURES, some);

        assertThat(((CategoryFeature) encoder.features().get(1)).known().size()).isEqualTo(2);
    }

    @Test
    void numbersCanBeCategoriesAndEachCanHaveAColumn() throws Exception {
        Preparation wanted = new Preparation(
                false,
                Treatment.AUTO,
                Map.of(
                        "zip",
                        categories(Treatment.Categories.ONE_HOT),
                        "city",
                        categories(Treatment.Categories.ONE_HOT)));
        Encoder encoder = encoder(table(), new RandomForestRegressor(), wanted);
        double[] row = new double[encoder.names().size()];
        Rows rows = encoder.rows(table());

        assertThat(encoder.names())
                .contains("zip=1000", "zip=1004", "city=city 0", "city.missing")
                .doesNotContain("zip.missing");
        assertThat(encoder.features().get(2).number(1001, "1001", row, encoder.place(2)))
                .isEqualTo(Taken.KNOWN);
        assertThat(row[encoder.names().indexOf("zip=1001")]).isEqualTo(1);
        for (int i = 0; i < rows.rows(); i++) {
            double[] encoded = rows.row(i);
            double ones = 0;
            for (int n = encoder.names().indexOf("zip=1000");
                    n <= encoder.names().indexOf("zip=1004");
                    n++) {
                ones += encoded[n];
            }
            assertThat(ones).isEqualTo(1);
        }
    }

    @Test
    void filesComeBackToTheBitAndNoAlteredByteIsTaken() throws Exception {
        Table table = table();
        for (Learner<?> learner : List.of(new RandomForestRegressor(), new HistGradientBoostingRegressor())) {
            Preparation wanted =
                    new Preparation(false, Treatment.AUTO, Map.of("zip", categories(Treatment.Categories.ORDINAL)));
            Model model = model(table, learner, encoder(table, learner, wanted));
            byte[] file = ModelFile.bytes(model);

            Model back = read(file);

            assertThat(back.info()).isEqualTo(model.info());
            assertThat(ModelFile.bytes(back)).isEqualTo(file);
            Rows rows = model.info().encoder().rows(table);
            assertThat(((Fitted.Numbers) back.fitted()).predict(rows, () -> false))
                    .isEqualTo(((Fitted.Numbers) model.fitted()).predict(rows, () -> false));
            int step = Math.max(1, file.length / 300);
            for (int at = 0; at < file.length; at += step) {
                byte[] altered = file.clone();
                altered[at] ^= 0x10;
                assertThatThrownBy(() -> read(altered)).isInstanceOf(ModelFileException.class);
            }
        }
    }

    @Test
    void completeNumbersAreWrittenAsBefore() throws Exception {
        StringBuilder csv = new StringBuilder("a,b,y\n");
        Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            csv.append(random.nextInt(50))
                    .append(',')
                    .append(random.nextInt(9))
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        Table table = CsvReader.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), ANY);
        int[] rows = IntStream.range(0, 80).toArray();
        EncoderLearner learner =
                new EncoderLearner(Preparation.AUTO, new EncoderLearner.Abilities(true, true), EncodingBounds.NONE);

        Encoder encoder = learner.learn(table, List.of("a", "b"), rows);

        assertThat(encoder).isEqualTo(Encoder.learn(table, List.of("a", "b"), rows));
        byte[] file = ModelFile.bytes(model(table, new HistGradientBoostingRegressor(), encoder));
        // The first version of the format of rounds: programs of the time before read it.
        String description = HexFormat.of().formatHex(file);
        assertThat(description)
                .contains(HexFormat.of().formatHex("rounds".getBytes(StandardCharsets.UTF_8)) + "00000001");
    }
}
