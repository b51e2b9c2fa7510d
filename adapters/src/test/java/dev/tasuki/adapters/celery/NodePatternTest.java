package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodePatternTest {
    @ParameterizedTest
    @CsvSource({
        "glob, tasuki@*, true",
        "glob, tasuki@m?1, true",
        "glob, tasuki, false",
        "glob, *.l1, false",
        "glob, tasuki@[m]l1, false",
        "pcre, tasuki@.+, true",
        "pcre, tas, true",
        "pcre, @ml1, false",
        "pcre, (tasuki, false",
        "other, tasuki@ml1, false",
    })
    void aCommandIsForThoseThatItsPatternNames(String matcher, String pattern, boolean ours) {
        assertThat(NodePattern.matches(matcher, pattern, "tasuki@ml1")).isEqualTo(ours);
    }

    @Test
    void anExpressionThatTakesTooLongMatchesNothing() {
        assertThat(NodePattern.matches("pcre", "(a|a)*$b", "a".repeat(60) + "@b"))
                .isFalse();
        assertThat(NodePattern.matches("glob", "*".repeat(257), "tasuki@ml1")).isFalse();
    }
}
