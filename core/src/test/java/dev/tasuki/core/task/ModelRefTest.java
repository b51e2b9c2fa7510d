package dev.tasuki.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelRefTest {
    @Test
    void itIsAnIdOrANameWithOrWithoutAVersionOrAnAlias() {
        assertThat(ModelRef.of("sales").bare()).isTrue();
        assertThat(ModelRef.of("sales@3")).isEqualTo(new ModelRef("sales", 3, null));
        assertThat(ModelRef.of("Sales_1@latest")).isEqualTo(new ModelRef("Sales_1", 0, ModelAlias.LATEST));
        assertThat(ModelRef.of("s@999999999").version()).isEqualTo(999_999_999);
        for (String text : new String[] {"sales", "sales@3", "sales@champion"}) {
            assertThat(ModelRef.of(text)).hasToString(text);
        }
        String longest = "x".repeat(128);
        assertThat(ModelRef.of(longest + "@" + "a".repeat(64)).base()).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "@3",
                "sales@",
                "sales@0",
                "sales@03",
                "sales@-1",
                "sales@1000000000",
                "sales@3@4",
                "sales@Champion",
                "sales@1st",
                "sales@-a",
                "sales@a_b",
                "-sales@3",
                "sales @3",
                "sales@ 3",
                "sales@３"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ModelRef.of(text)).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void oneLetterMoreThanAllowedIsRefused() {
        assertThatThrownBy(() -> ModelRef.of("x".repeat(129))).isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> ModelRef.of("x".repeat(129) + "@3")).isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> ModelRef.of("x@" + "a".repeat(65))).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aLabelThatIsNoNameIsNone() {
        assertThat(ModelName.of(null)).isEmpty();
        assertThat(ModelName.of("nightly run")).isEmpty();
        assertThat(ModelName.of("x".repeat(129))).isEmpty();
        assertThat(ModelName.of("Nightly")).map(ModelName::folded).contains("nightly");
    }
}
