package dev.tasuki.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ShownTest {
    private static final String SMILE = "\uD83D\uDE00";

    @Test
    void whatFitsIsShownAsItIs() {
        String text = "a".repeat(60);

        assertThat(Shown.of(text)).isSameAs(text);
        assertThat(Shown.of("a".repeat(61))).isEqualTo(text + "…");
    }

    @Test
    void aCharacterOfTwoUnitsIsNotCutInHalf() {
        String text = "a".repeat(59) + SMILE + "b";

        String shown = Shown.of(text);

        assertThat(shown).isEqualTo("a".repeat(59) + "…");
        assertThat(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(shown);
        assertThat(Shown.of("a".repeat(58) + SMILE)).isEqualTo("a".repeat(58) + SMILE);
    }

    @Test
    void controlCharactersAndHalvesOfCharactersAreReplaced() {
        assertThat(Shown.of("a\r\n\u0000\u001bb\u0085")).isEqualTo("a\uFFFD\uFFFD\uFFFD\uFFFDb\uFFFD");
        assertThat(Shown.of("a\uD83D")).isEqualTo("a\uFFFD");
        assertThat(Shown.of("\uDE00a")).isEqualTo("\uFFFDa");
    }

    @Test
    @Tag("bound:problems_shown")
    void theRestOfManyNamesIsCounted() {
        List<String> twenty = Collections.nCopies(20, "n");

        assertThat(Shown.first(twenty)).isEqualTo(String.join(", ", twenty));
        assertThat(Shown.first(Collections.nCopies(21, "n"))).endsWith("n and 1 more");
    }
}
