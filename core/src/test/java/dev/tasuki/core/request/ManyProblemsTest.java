package dev.tasuki.core.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.data.Columns;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However much is wrong, what a client is told of it is short, and finding it is cheap. */
class ManyProblemsTest {
    private static InvalidRequest refused(String members) {
        return catchThrowableOfType(
                InvalidRequest.class,
                () -> TrainRequest.parse(("{\"dataset_id\":\"d\",\"target\":\"y\"," + members + "}").getBytes(UTF_8)));
    }

    private static String features(int count, String item) {
        return "\"features\":["
                + IntStream.range(0, count).mapToObj(i -> item.formatted(i)).collect(Collectors.joining(",")) + "]";
    }

    @Test
    @Tag("bound:problems_shown")
    void soManyProblemsAreShownAndTheRestIsCounted() {
        int most = Limits.PROBLEMS_SHOWN.intValue();

        assertThat(refused(features(most, "1")).fields())
                .hasSize(most)
                .allMatch(p -> p.type().equals("string_type"));
        List<FieldProblem> more = refused(features(10_000, "1")).fields();
        assertThat(more).hasSize(most + 1);
        assertThat(more.getLast().type()).isEqualTo("more_problems");
        assertThat(more.getLast().msg()).isEqualTo("and 9,980 more problems");
        assertThat(refused(features(most + 1, "1")).fields().getLast().msg()).isEqualTo("and 1 more problem");
    }

    @Test
    @Tag("bound:features")
    void theSizeOfAListIsLookedAtBeforeItsItems() {
        assertThat(TrainRequest.parse(("{\"dataset_id\":\"d\",\"target\":\"y\"," + features(10_000, "\"f%d\"") + "}")
                                .getBytes(UTF_8))
                        .features())
                .hasSize(10_000);
        assertThat(refused(features(10_001, "1")).fields()).singleElement().satisfies(problem -> {
            assertThat(problem.type()).isEqualTo("too_long");
            assertThat(problem.msg()).contains("at most 10000 items after validation, not 10001");
        });
    }

    @Test
    @Tag("bound:tags")
    void tagsAreCountedBeforeTheyAreLookedAt() {
        String tags = ",\"tags\":[" + "\"\",".repeat(20) + "\"\"]";

        assertThat(refused(features(1, "\"f%d\"") + tags).fields())
                .singleElement()
                .satisfies(problem -> assertThat(problem.type()).isEqualTo("too_long"));
        String fine = ",\"tags\":["
                + IntStream.range(0, 20).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(",")) + "]";
        assertThat(TrainRequest.parse(("{\"dataset_id\":\"d\",\"target\":\"y\"," + features(1, "\"f%d\"") + fine + "}")
                                .getBytes(UTF_8))
                        .tags())
                .hasSize(20);
    }

    @Test
    @Tag("bound:suggested_names")
    void onlyTheFirstUnknownParametersGetASuggestion() {
        String params = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"max_depth" + i + "\":1")
                .collect(Collectors.joining(","));

        List<FieldProblem> problems =
                refused(features(1, "\"f%d\"") + ",\"params\":{" + params + "}").fields();

        int most = Limits.SUGGESTED_NAMES.intValue();
        assertThat(problems).hasSize(Limits.PROBLEMS_SHOWN.intValue() + 1);
        assertThat(problems.subList(0, most)).allMatch(problem -> problem.msg().contains("did you mean max_depth?"));
        assertThat(problems.subList(most, problems.size()))
                .noneMatch(problem -> problem.msg().contains("did you mean"));
    }

    @Test
    @Tag("bound:suggested_names")
    void onlyTheFirstUnknownColumnsGetASuggestion() {
        List<String> header =
                IntStream.range(0, 10_000).mapToObj(i -> "column" + i + "x").toList();

        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class,
                () -> Columns.require(
                        TrainRequest.parse(
                                ("{\"dataset_id\":\"d\",\"target\":\"y\"," + features(10_000, "\"column%d\"") + "}")
                                        .getBytes(UTF_8)),
                        header));

        assertThat(refusal.detail().split("did you mean", -1)).hasSize(Limits.SUGGESTED_NAMES.intValue() + 1);
        assertThat(refusal.detail())
                .contains("and 9981 more; its columns are column0x, ")
                .contains("and 9980 more")
                .hasSizeLessThan(8_000);
    }

    @Test
    void aNameThatIsShownWithAProblemIsShort() {
        FieldProblem problem = refused(
                        features(1, "\"f%d\"") + ",\"params\":{\"" + "\uD83D\uDE00".repeat(20_000) + "\":1}")
                .fields()
                .getFirst();

        assertThat(String.valueOf(problem.loc().getLast())).hasSizeLessThan(70);
        assertThat(problem.msg()).hasSizeLessThan(1_000);
    }
}
