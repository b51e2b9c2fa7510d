package dev.tasuki.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tasuki.core.Rig;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bounds of what a training may say, each tried at the bound and one beyond. */
class TrainBoundsTest {
    @Test
    @Tag("bound:trees")
    void trees() {
        int most = Limits.TREES.intValue();

        assertThat(parse("\"params\":{\"n_estimators\":" + most + "}").params().given())
                .containsEntry("n_estimators", most);
        refused(
                "\"params\":{\"n_estimators\":" + (most + 1) + "}",
                "n_estimators is 100001; allowed is an integer from 1 to 100000");
    }

    @Test
    @Tag("bound:features")
    void features() {
        int most = Limits.FEATURES.intValue();

        assertThat(TrainRequest.parse(Rig.utf8(body(features(most), ""))).features())
                .hasSize(most);
        assertThatThrownBy(() -> TrainRequest.parse(Rig.utf8(body(features(most + 1), ""))))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("List should have at most 10000 items after validation, not 10001");
    }

    @Test
    @Tag("bound:tags")
    void tags() {
        int most = Limits.TAGS.intValue();

        assertThat(parse("\"tags\":[" + tags(most) + "]").tags()).hasSize(most);
        refused("\"tags\":[" + tags(most + 1) + "]", "List should have at most 20 items");
    }

    @Test
    @Tag("bound:tag_letters")
    void tagLetters() {
        String most = "t".repeat(Limits.TAG_LETTERS.intValue());

        assertThat(parse("\"tags\":[\"" + most + "\"]").tags()).containsExactly(most);
        refused("\"tags\":[\"" + most + "t\"]", "String should have 1 to 64 characters");
    }

    @Test
    @Tag("bound:name_letters")
    void nameLetters() {
        String most = "n".repeat(Limits.NAME_LETTERS.intValue());

        assertThat(parse("\"name\":\"" + most + "\"").name()).isEqualTo(most);
        refused("\"name\":\"" + most + "n\"", "String should have at most 200 characters");
    }

    private static void refused(String fields, String detail) {
        assertThatThrownBy(() -> parse(fields))
                .asInstanceOf(type(InvalidRequest.class))
                .satisfies(
                        refusal -> assertThat(refusal.fields().getFirst().msg()).contains(detail));
    }

    private static TrainRequest parse(String fields) {
        return TrainRequest.parse(Rig.utf8(body("\"a\"", "," + fields)));
    }

    private static String body(String features, String more) {
        return "{\"dataset_id\":\"d\",\"target\":\"y\",\"features\":[" + features + "]" + more + "}";
    }

    private static String features(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"f" + i + "\"").collect(Collectors.joining(","));
    }

    private static String tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(","));
    }
}
