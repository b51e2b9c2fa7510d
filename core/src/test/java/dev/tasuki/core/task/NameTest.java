package dev.tasuki.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rule for names against its regular expression, character by character. */
class NameTest {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    @Test
    void everyCharacterIsJudgedAsTheRuleSays() {
        for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
            agrees(Character.toString((char) c));
            agrees("a" + (char) c);
            agrees("a" + (char) c + "b");
        }
    }

    @Test
    void lengthsFromNoneToOneTooMany() {
        for (int length = 0; length < 131; length++) {
            agrees("-".repeat(length));
            agrees("x".repeat(length));
            agrees("x" + "-.".repeat(length / 2));
        }
    }

    @Test
    void aNameThatIsMissingIsRefusedWithItsField() {
        assertThatThrownBy(() -> Name.check("model_id", null))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("model_id");
    }

    private static void agrees(String value) {
        boolean allowed = true;
        try {
            assertThat(Name.check("model_id", value)).isSameAs(value);
        } catch (InvalidRequest refused) {
            allowed = false;
        }
        assertThat(allowed).as(value).isEqualTo(RULE.matcher(value).matches());
    }
}
