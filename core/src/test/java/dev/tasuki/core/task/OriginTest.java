package dev.tasuki.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    private static final int MOST = Limits.ORIGIN_BYTES.intValue();

    @Test
    @Tag("bound:origin_bytes")
    void itsTextHasSoManyBytesAtMost() {
        assertThat(new Origin("letters", "襷".repeat(MOST / 3) + "x").text()).endsWith("襷x");

        assertThatThrownBy(() -> new Origin("letters", "襷".repeat(MOST / 3) + "xx"))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_LARGE);
                    assertThat(refusal.detail()).contains(" " + (MOST + 1) + " bytes", "256 KiB");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Letters", "9", "-a", "two words", "abcdefghijklmnopqrstuvwxyz0123456", "é"})
    void aProtocolHasAPlainName(String protocol) {
        assertThatThrownBy(() -> new Origin(protocol, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + protocol + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "letters", "mqtt-5", "abcdefghijklmnopqrstuvwxyz012345"})
    void theseAreProtocols(String protocol) {
        assertThat(new Origin(protocol, "").protocol()).isEqualTo(protocol);
    }

    @Test
    void whatNoDatabaseStoresIsRefused() {
        assertThatThrownBy(() -> new Origin("letters", "a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }
}
