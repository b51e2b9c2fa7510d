package dev.tasuki.learn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.forest.ClassificationForest;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.RandomForestClassifier;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.ModelFileException.Reason;
import dev.tasuki.learn.spi.FitContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelFileTest {
    private static final List<FeatureRange> RANGES =
            List.of(new FeatureRange("x0", 0, 0.5, 1), new FeatureRange("x1", 0, 0.5, 1));

    /** Bytes of the name of the section of trees, with its length. */
    private static final int SECTION_NAME = 4 + 5;

    @Test
    void bringsARegressorBackAsItWas() throws Exception {
        Model model = regressor();
        Model back = ModelFile.read(new ByteArrayInputStream(bytesOf(model)));

        assertThat(back.info()).isEqualTo(model.info());
        RegressionForest before = (RegressionForest) model.fitted();
        RegressionForest after = (RegressionForest) back.fitted();
        assertThat(after.featureImportances()).isEqualTo(before.featureImportances());
        assertThat(after.predict(new double[] {0.3, 0.7})).isEqualTo(before.predict(new double[] {0.3, 0.7}));
        assertThat(bytesOf(back)).isEqualTo(bytesOf(model));
    }

    @Test
    void bringsAClassifierBackAsItWas() throws Exception {
        Model model = classifier();
        Model back = ModelFile.read(new ByteArrayInputStream(bytesOf(model)));

        assertThat(back.info()).isEqualTo(model.info());
        ClassificationForest before = (ClassificationForest) model.fitted();
        ClassificationForest after = (ClassificationForest) back.fitted();
        assertThat(after.labels()).isEqualTo(before.labels());
        assertThat(after.predictProbabilities(new double[] {0.3, 0.7}))
                .isEqualTo(before.predictProbabilities(new double[] {0.3, 0.7}));
    }

    @Test
    void writesIntoAnArrayOfTheRightLength() throws Exception {
        assertThat(ModelFile.bytes(regressor())).isEqualTo(bytesOf(regressor()));
        assertThat(ModelFile.bytes(classifier())).isEqualTo(bytesOf(classifier()));
    }

    @Test
    void givesTheSameBytesForTheSameForest() throws Exception {
        assertThat(bytesOf(regressor())).isEqualTo(bytesOf(regressor()));
    }

    @Test
    void readsTheDescriptionWithoutTheTrees() throws Exception {
        byte[] bytes = bytesOf(regressor());
        int described = 16 + ByteBuffer.wrap(bytes).getInt(12) + 32;
        InputStream onlyDescription = new ByteArrayInputStream(bytes, 0, described);

        assertThat(ModelFile.readInfo(onlyDescription)).isEqualTo(regressor().info());
    }

    @Test
    void noticesEveryAlteredByte() throws Exception {
        byte[] bytes = bytesOf(classifier());
        for (int i = 0; i < bytes.length; i++) {
            for (int flip : new int[] {0x01, 0x80, 0xFF}) {
                byte[] altered = bytes.clone();
                altered[i] ^= (byte) flip;
                assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(altered)))
                        .as("byte %d ^ %x", i, flip)
                        .isInstanceOf(ModelFileException.class);
            }
        }
    }

    @Test
    void noticesEveryLengthThatIsTooShort() throws Exception {
        byte[] bytes = bytesOf(regressor());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(cut)))
                    .as("cut to %d", length)
                    .isInstanceOf(ModelFileException.class);
        }
    }

    @Test
    void noticesBytesBehindTheEnd() throws Exception {
        byte[] bytes = bytesOf(regressor());
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(longer)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("bytes follow its end");
    }

    @Test
    void tellsStrangersFromDamagedModels() {
        assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream("age,bmi\n1,2\n".getBytes())))
                .isInstanceOfSatisfying(
                        ModelFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_MODEL));
        assertThatThrownBy(() -> ModelFile.read(InputStream.nullInputStream()))
                .isInstanceOfSatisfying(
                        ModelFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_MODEL));
    }

    @Test
    void tellsALaterVersion() throws Exception {
        byte[] bytes = bytesOf(regressor());
        ByteBuffer.wrap(bytes).putInt(8, 7);

        assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(bytes)))
                .hasMessage("the model file has version 7; this program reads versions 1 and 2")
                .isInstanceOfSatisfying(
                        ModelFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_VERSION));
    }

    @Test
    void spendsNoMemoryOnLyingCounts() throws Exception {
        byte[] bytes = bytesOf(regressor());
        int header = ByteBuffer.wrap(bytes).getInt(12);
        int name = 16 + header + 32;
        int trees = name + SECTION_NAME;
        for (int at : new int[] {12, 16, name, trees, trees + 8, trees + 12}) {
            for (int lie : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 26}) {
                byte[] altered = bytes.clone();
                ByteBuffer.wrap(altered).putInt(at, lie);
                assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(altered)))
                        .isInstanceOf(ModelFileException.class);
            }
        }
    }

    @Test
    void spendsNoMemoryWhenSectionAndTreeLieTogether() throws Exception {
        byte[] bytes = bytesOf(regressor());
        int trees = 16 + ByteBuffer.wrap(bytes).getInt(12) + 32 + SECTION_NAME;
        byte[] altered = bytes.clone();
        ByteBuffer.wrap(altered).putLong(trees, Long.MAX_VALUE).putInt(trees + 12, Integer.MAX_VALUE - 8);

        assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(altered)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("ends too early");
    }

    private static Model regressor() {
        return Model.of(
                RandomForestRegressor.fit(
                        rows(),
                        targets(),
                        ForestParameters.regressor()
                                .nEstimators(3)
                                .maxDepth(2)
                                .oobScore(true)
                                .build(),
                        FitContext.alone()),
                RANGES,
                "y",
                Map.of("dataset", "seeded", "rmse", "0.25"));
    }

    private static Model classifier() {
        String[] labels = Arrays.stream(targets())
                .mapToObj(v -> v < 0.5 ? "low" : v < 1 ? "middle ✓" : "high")
                .toArray(String[]::new);
        return Model.of(
                RandomForestClassifier.fit(
                        rows(),
                        ClassTarget.ofText(labels),
                        ForestParameters.classifier().nEstimators(3).maxDepth(2).build(),
                        FitContext.alone()),
                RANGES,
                "level",
                Map.of());
    }

    private static FeatureMatrix rows() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = new double[40][2];
        for (double[] row : rows) {
            row[0] = random.nextDouble();
            row[1] = random.nextDouble();
        }
        return FeatureMatrix.ofRows(rows);
    }

    private static double[] targets() {
        FeatureMatrix x = rows();
        double[] y = new double[x.rows()];
        for (int i = 0; i < y.length; i++) {
            y[i] = x.value(i, 0) + x.value(i, 1);
        }
        return y;
    }

    private static byte[] bytesOf(Model model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(model, out);
        return out.toByteArray();
    }
}
