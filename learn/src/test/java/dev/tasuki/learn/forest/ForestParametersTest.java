package dev.tasuki.learn.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.spi.Kind;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ForestParametersTest {
    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatScikitLearnRefusesAndNamesIt(String name, @Nullable Object value, String message) {
        ParameterException refusal = catchThrowableOfType(
                ParameterException.class,
                () -> ForestParameters.regressor().set(name, value).build());

        assertThat(refusal).hasMessage(message);
        assertThat(refusal.parameterName()).isEqualTo(name);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("n_estimators", 0, "n_estimators is 0; allowed is an integer of at least 1"),
                Arguments.of("n_estimators", 2.5, "n_estimators is 2.5; allowed is an integer"),
                Arguments.of("n_estimators", "ten", "n_estimators is \"ten\"; allowed is an integer"),
                Arguments.of("n_estimators", null, "n_estimators is null; allowed is an integer"),
                Arguments.of(
                        "n_estimators",
                        3_000_000_000L,
                        "n_estimators is 3000000000; allowed is an integer within 32 bits"),
                Arguments.of("max_depth", 0, "max_depth is 0; allowed is an integer of at least 1, or null"),
                Arguments.of(
                        "criterion",
                        "absolute_error",
                        "criterion is \"absolute_error\"; allowed is \"squared_error\" or \"friedman_mse\" for a "
                                + "RandomForestRegressor"),
                Arguments.of(
                        "criterion",
                        "gini",
                        "criterion is \"gini\"; allowed is \"squared_error\" or \"friedman_mse\" for a "
                                + "RandomForestRegressor"),
                Arguments.of(
                        "min_samples_split",
                        1,
                        "min_samples_split is 1; allowed is an integer of at least 2, or a share above 0 and up to 1.0"),
                Arguments.of(
                        "min_samples_leaf",
                        1.0,
                        "min_samples_leaf is 1.0; allowed is an integer of at least 1, or a share between 0 and 1"),
                Arguments.of(
                        "min_weight_fraction_leaf",
                        0.6,
                        "min_weight_fraction_leaf is 0.6; allowed is a number from 0 to 0.5"),
                Arguments.of(
                        "max_features",
                        "auto",
                        "max_features is \"auto\"; allowed is \"sqrt\", \"log2\", null, an integer, or a share such as "
                                + "0.5"),
                Arguments.of(
                        "max_features",
                        Double.NaN,
                        "max_features is NaN; allowed is \"sqrt\", \"log2\", null, an integer of at least 1, or a share "
                                + "above 0 and up to 1.0"),
                Arguments.of("max_leaf_nodes", 1, "max_leaf_nodes is 1; allowed is an integer of at least 2, or null"),
                Arguments.of(
                        "min_impurity_decrease",
                        -0.5,
                        "min_impurity_decrease is -0.5; allowed is a finite number of at least 0"),
                Arguments.of("bootstrap", "yes", "bootstrap is \"yes\"; allowed is true or false"),
                Arguments.of(
                        "max_samples",
                        1.5,
                        "max_samples is 1.5; allowed is an integer of at least 1, or a share above 0 and up to 1.0, or "
                                + "null"),
                Arguments.of(
                        "class_weight",
                        "balanced",
                        "class_weight is \"balanced\"; allowed is only for a RandomForestClassifier"),
                Arguments.of("random_state", -1, "random_state is -1; allowed is an integer from 0 to 4294967295"),
                Arguments.of("random_state", null, "random_state is null; allowed is an integer from 0 to 4294967295"),
                Arguments.of(
                        "ccp_alpha", 0.1, "ccp_alpha is 0.1; allowed is to leave it out: it is not supported here"),
                Arguments.of(
                        "max_dept",
                        3,
                        "max_dept is 3; allowed is one of the parameters n_estimators, criterion, max_depth, "
                                + "min_samples_split, min_samples_leaf, min_weight_fraction_leaf, max_features, "
                                + "max_leaf_nodes, min_impurity_decrease, bootstrap, oob_score, max_samples "
                                + "and random_state"));
    }

    @Test
    void refusesWhatNeedsBootstrapWithoutIt() {
        assertThatThrownBy(() -> ForestParameters.regressor()
                        .bootstrap(false)
                        .oobScore(true)
                        .build())
                .hasMessage("oob_score is true; allowed is true only with bootstrap");
        assertThatThrownBy(() -> ForestParameters.regressor()
                        .bootstrap(false)
                        .set("max_samples", 5)
                        .build())
                .hasMessage("max_samples is 5; allowed is a number only with bootstrap; without it null");
    }

    @ParameterizedTest
    @EnumSource(names = {"NUMBERS", "CLASSES"})
    void hasScikitLearnsDefaults(Kind kind) {
        Map<String, @Nullable Object> named = ForestParameters.of(kind).build().byName();

        assertThat(named)
                .containsEntry("n_estimators", 100)
                .containsEntry("max_depth", null)
                .containsEntry("min_samples_split", 2)
                .containsEntry("min_samples_leaf", 1)
                .containsEntry("max_features", kind == Kind.NUMBERS ? 1.0 : "sqrt")
                .containsEntry("criterion", kind == Kind.NUMBERS ? "squared_error" : "gini")
                .containsEntry("bootstrap", true)
                .containsEntry("max_samples", null);
    }

    @Test
    void comesBackFromItsOwnNames() {
        ForestParameters parameters = ForestParameters.classifier()
                .set("n_estimators", 7)
                .set("max_depth", 4L)
                .set("min_samples_leaf", 0.125)
                .set("max_features", 0.5)
                .set("max_samples", 12)
                .set("class_weight", "balanced")
                .set("oob_score", true)
                .set("random_state", 4294967295L)
                .build();
        ForestParametersBuilder again = ForestParameters.classifier();
        parameters.byName().forEach(again::set);

        assertThat(again.build()).isEqualTo(parameters);
    }

    @Test
    void resolvesFeaturesAsScikitLearnDoes() {
        assertThat(new MaxFeatures.Sqrt().among(10)).isEqualTo(3);
        assertThat(new MaxFeatures.Log2().among(8)).isEqualTo(3);
        assertThat(new MaxFeatures.Log2().among(9)).isEqualTo(3);
        assertThat(new MaxFeatures.Log2().among(1)).isEqualTo(1);
        assertThat(new MaxFeatures.Share(0.01).among(10)).isEqualTo(1);
        assertThatThrownBy(() -> new MaxFeatures.Count(11).among(10))
                .hasMessage("max_features is 11; allowed is at most the 10 features there are");
    }
}
