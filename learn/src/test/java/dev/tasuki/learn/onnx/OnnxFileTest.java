package dev.tasuki.learn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.encode.Slot;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.linear.Ridge;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.prepare.DateParts;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Target;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is known of a file before it is written, and what is not written. */
class OnnxFileTest {
    private static Model numbers(Learner<?> learner, double factor) {
        double[][] values = new double[40][2];
        double[] target = new double[40];
        for (int row = 0; row < 40; row++) {
            values[row][0] = row;
            values[row][1] = row % 3;
            target[row] = factor * (row + values[row][1]);
        }
        Rows rows = Rows.ofRows(values);
        Encoder encoder = Encoder.ofNumbers(rows.names().stream()
                .map(name -> new FeatureRange(name, 0, 1, 40))
                .toList());
        return Model.of(
                ConfiguredLearner.of(learner, Map.of()).fit(rows, new Target.Numbers(target), FitContext.alone()),
                encoder,
                "y",
                Map.of("dataset_id", "small"));
    }

    @Test
    void theSizeIsKnownBeforeAndEqualModelsGiveEqualBytes() throws Exception {
        Tables table = Tables.mixed();
        for (Learner<?> learner : Learners.ALL) {
            Model model = table.model(learner, Tables.few(learner), Preparation.AUTO, 2);
            OnnxFile file = OnnxFile.of(model, Long.MAX_VALUE, () -> false);
            byte[] bytes = OnnxRuntime.bytes(file);

            assertThat(bytes).as(learner.name()).hasSize((int) file.size());
            assertThat(OnnxRuntime.bytes(file)).isEqualTo(bytes);
            Model again = table.model(learner, Tables.few(learner), Preparation.AUTO, 2);
            assertThat(OnnxRuntime.bytes(OnnxFile.of(again, Long.MAX_VALUE, () -> false)))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void aFileOfTheLargestSizeIsWrittenAndOneByteMoreIsNot() {
        Model model = numbers(new RandomForestRegressor(), 1);
        long size = OnnxFile.of(model, Long.MAX_VALUE, () -> false).size();

        assertThat(OnnxFile.of(model, size, () -> false).size()).isEqualTo(size);
        OnnxRefusedException refusal =
                catchThrowableOfType(OnnxRefusedException.class, () -> OnnxFile.of(model, size - 1, () -> false));

        assertThat(refusal.tooLarge()).isTrue();
        assertThat(refusal).hasMessageContaining("%,d bytes; at most %,d".formatted(size, size - 1));
    }

    @Test
    void datesAreRefusedByTheirNames() {
        DateParts parts = new DateParts(false);
        Feature date = new DateFeature(
                "opened", parts, Collections.nCopies(parts.columns(), new Slot(Double.NaN, 0, 1)), false, false);
        Encoder encoder = new Encoder(List.of(date));
        double[][] values = new double[40][parts.columns()];
        double[] target = new double[40];
        for (int row = 0; row < 40; row++) {
            values[row][0] = row;
            target[row] = row;
        }
        Rows rows = Rows.of(
                encoder.names(),
                40,
                IntStream.range(0, parts.columns())
                        .<IntToDoubleFunction>mapToObj(f -> row -> values[row][f])
                        .toList());
        Model model = Model.of(
                ConfiguredLearner.of(new Ridge(), Map.of()).fit(rows, new Target.Numbers(target), FitContext.alone()),
                encoder,
                "y",
                Map.of());

        OnnxRefusedException refusal =
                catchThrowableOfType(OnnxRefusedException.class, () -> OnnxFile.of(model, Long.MAX_VALUE, () -> false));

        assertThat(refusal.tooLarge()).isFalse();
        assertThat(refusal).hasMessageContaining("(opened)").hasMessageContaining("ONNX has no operator");
    }

    @Test
    void predictionsBeyondFloatsAreRefused() {
        assertThat(OnnxFile.of(numbers(new RandomForestRegressor(), 1e36), Long.MAX_VALUE, () -> false)
                        .size())
                .isPositive();
        assertThatThrownBy(() -> OnnxFile.of(numbers(new RandomForestRegressor(), 1e38), Long.MAX_VALUE, () -> false))
                .isInstanceOf(OnnxRefusedException.class)
                .hasMessageContaining("3.4e38");
    }

    @Test
    void aCancelReachesEveryPass() {
        Model model = numbers(new RandomForestRegressor(), 1);
        AtomicInteger looks = new AtomicInteger();
        OnnxFile.of(model, Long.MAX_VALUE, () -> {
            looks.incrementAndGet();
            return false;
        });
        for (int at = 1; at <= looks.get(); at += 37) {
            AtomicInteger left = new AtomicInteger(at);

            assertThatThrownBy(() -> OnnxFile.of(model, Long.MAX_VALUE, () -> left.decrementAndGet() == 0))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(looks).hasValueGreaterThan(1_000);
    }

    @Test
    void noMoreThanAPartIsInMemory() throws Exception {
        OnnxFile file = OnnxFile.of(numbers(new RandomForestRegressor(), 1), Long.MAX_VALUE, () -> false);
        AtomicInteger largest = new AtomicInteger();
        file.write(new OutputStream() {
            @Override
            public void write(int one) {
                throw new IllegalStateException("bytes come in parts");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                largest.accumulateAndGet(length, Math::max);
            }
        });

        assertThat(file.size()).isGreaterThan(100_000);
        assertThat(largest).hasValueLessThanOrEqualTo(64 << 10);
    }

    @Test
    void columnsMayHaveTheNamesOfOutputsAndOfValues() throws Exception {
        Rows plain = Rows.ofRows(new double[][] {{1, 2}, {2, 1}, {3, 5}, {4, 4}});
        List<String> names = List.of("prediction", "value_1");
        Rows rows = Rows.of(names, 4, List.of(r -> plain.column(0)[r], r -> plain.column(1)[r]));
        Model model = Model.of(
                ConfiguredLearner.of(new Ridge(), Map.of())
                        .fit(rows, new Target.Numbers(new double[] {1, 2, 3, 4}), FitContext.alone()),
                Encoder.ofNumbers(names.stream()
                        .map(name -> new FeatureRange(name, 1, 2, 4))
                        .toList()),
                "y",
                Map.of());

        assertThat(OnnxRuntime.answers(model, List.of(List.of(1.0, 2.0)))).containsOnlyKeys("prediction_");
    }
}
