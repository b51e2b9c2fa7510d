package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parameters of an adapter's URL. */
class UrlParametersTest {
    private final List<String> problems = new ArrayList<>();

    private UrlParameters read(String query) {
        return new UrlParameters(Set.of("most", "verify", "strict", "name"), problems).read(query);
    }

    @Test
    void readsWhatIsThere() {
        UrlParameters parameters = read("most=7&verify=no&strict=true&name=a%20b+c");

        assertThat(parameters.number("most", 1, 0, 10)).isEqualTo(7);
        assertThat(parameters.choice("verify", "yes", "no")).isTrue();
        assertThat(parameters.truth("strict", false)).isTrue();
        assertThat(parameters.get("name")).isEqualTo("a b+c");
        assertThat(parameters.has("name")).isTrue();
        assertThat(problems).isEmpty();
    }

    @Test
    void whatIsNotThereIsAsUsual() {
        for (String none : new String[] {null, ""}) {
            UrlParameters parameters = read(none);

            assertThat(parameters.number("most", 1, 0, 10)).isEqualTo(1);
            assertThat(parameters.choice("verify", "yes", "no")).isFalse();
            assertThat(parameters.truth("strict", true)).isTrue();
            assertThat(parameters.truth("strict", false)).isFalse();
            assertThat(parameters.get("name")).isNull();
            assertThat(parameters.get("name", "usual")).isEqualTo("usual");
            assertThat(parameters.has("name")).isFalse();
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void tellsEveryProblem() {
        UrlParameters parameters = read("mots=7&zzz=1&verify&most=11&strict=maybe&name=%zz");
        assertThat(parameters.number("most", 1, 0, 10)).isEqualTo(1);
        parameters.truth("strict", false);
        parameters.choice("name", "yes", "no");

        assertThat(problems)
                .containsExactly(
                        "unknown parameter 'mots', did you mean most?",
                        "unknown parameter 'zzz', known are most, name, strict, verify",
                        "parameter verify needs a value, verify=…",
                        "a % must be followed by two hexadecimal digits (%25 for the sign itself)",
                        "most is '11', allowed are whole numbers from 0 to 10",
                        "strict is 'maybe', allowed are true and false",
                        "name is '%zz', allowed are yes and no");
    }
}
