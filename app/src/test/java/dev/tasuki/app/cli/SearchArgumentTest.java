package dev.tasuki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchArgumentTest {
    private static String json(String... arguments) {
        return SearchArgument.json(List.of(arguments)).toString();
    }

    @Test
    void wordsAreAGridUnlessANumberOfDrawsIsGiven() {
        assertThat(json("max_depth=3, 5,None", "max_features=sqrt,0.5", "cv=4", "scoring=rmse"))
                .isEqualTo(
                        "{\"cv\":4,\"scoring\":\"rmse\",\"grid\":{\"max_depth\":[3,5,null],\"max_features\":[\"sqrt\",0.5]}}");
        assertThat(json("bootstrap=True,false", "n_iter=2"))
                .isEqualTo("{\"n_iter\":2,\"random\":{\"bootstrap\":[true,false]}}");
        assertThat(json("max_seconds=5")).isEqualTo("{\"max_seconds\":5}");
    }

    @Test
    void anObjectIsTakenAsItIs() {
        assertThat(json("{\"grid\": {\"max_depth\": [1]}}")).isEqualTo("{\"grid\":{\"max_depth\":[1]}}");
    }

    @Test
    void whatIsNeitherIsRefused() {
        assertThatThrownBy(() -> json("max_depth"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("NAME=VALUE,VALUE or a JSON object");
        assertThatThrownBy(() -> json("{\"grid\": "))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--search is no JSON object");
        assertThatThrownBy(() -> json("{}", "cv=3"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a JSON object once");
    }
}
