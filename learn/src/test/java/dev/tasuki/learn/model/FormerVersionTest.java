package dev.tasuki.learn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were written in version 1, before there was a second one. */
class FormerVersionTest {
    private static final double[] ROW = {0.3, 0.7};

    @Test
    void aRegressorIsReadAsItWas() throws Exception {
        Model model = read("v1-regressor");

        assertThat(((Fitted.Numbers) model.fitted()).predict(ROW, unhurried())).isEqualTo(1.0819997789131273);
        assertThat(model.info().oobScore()).hasValue(-0.743159102519656);
        assertThat(model.fitted().importances().orElseThrow()).containsExactly(0.2520995443872813, 0.7479004556127187);
        assertThat(model.info().algorithm()).isEqualTo("RandomForestRegressor");
        assertThat(model.info().parameters())
                .containsEntry("n_estimators", 3)
                .containsEntry("max_depth", 2)
                .doesNotContainKey("class_weight");
        assertThat(model.info().properties()).isEqualTo(Map.of("dataset", "seeded", "rmse", "0.25"));
        assertThat(model.info().featureNames()).containsExactly("x0", "x1");
    }

    @Test
    void classifiersAreReadAsTheyWere() throws Exception {
        Model text = read("v1-classifier");
        Model whole = read("v1-whole-classes");

        assertThat(((Fitted.Classes) text.fitted()).predictProbabilities(ROW, unhurried()))
                .containsExactly(0.6835691823899371, 0.0, 0.3164308176100629);
        assertThat(text.info().classes()).contains(new ClassLabels.Text(List.of("high", "low", "middle ✓")));
        assertThat(text.info().parameters()).containsEntry("class_weight", "balanced");
        assertThat(((Fitted.Classes) whole.fitted()).predictProbabilities(ROW, unhurried()))
                .containsExactly(0.0, 0.20238095238095238, 0.6547619047619048, 0.14285714285714285);
        assertThat(whole.info().parameters()).containsEntry("min_samples_leaf", 0.1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-regressor", "v1-classifier", "v1-whole-classes"})
    void isWrittenAgainInVersion2AndTheSame(String name) throws Exception {
        Model former = read(name);

        byte[] written = ModelFile.bytes(former);
        Model again = ModelFile.read(new ByteArrayInputStream(written));

        assertThat(written[11]).isEqualTo((byte) 2);
        assertThat(again.info()).isEqualTo(former.info());
        assertThat(ModelFile.bytes(again)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-regressor", "v1-classifier"})
    void everyAlteredByteOfThemIsNoticed(String name) throws Exception {
        byte[] bytes = bytes(name);
        for (int i = 0; i < bytes.length; i++) {
            byte[] altered = bytes.clone();
            altered[i] ^= 0x41;
            assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(altered)))
                    .as("byte %d", i)
                    .isInstanceOf(ModelFileException.class);
        }
    }

    private static WalkCounter unhurried() {
        return new WalkCounter(1_000, () -> false);
    }

    private static Model read(String name) throws Exception {
        return ModelFile.read(new ByteArrayInputStream(bytes(name)));
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FormerVersionTest.class.getResourceAsStream("/model/" + name + ".bin"), name)) {
            return in.readAllBytes();
        }
    }
}
