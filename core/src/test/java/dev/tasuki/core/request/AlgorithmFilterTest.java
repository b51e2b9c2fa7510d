package dev.tasuki.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class AlgorithmFilterTest {
    @Test
    void oneOrMoreNamesArePartedByCommas() {
        assertThat(AlgorithmFilter.read("Ridge")).containsExactly("Ridge");
        assertThat(AlgorithmFilter.read("Ridge, auto,Ridge")).containsExactly("Ridge", "auto");
    }

    @Test
    void whatAnotherProcessMayHaveIsTaken() {
        assertThat(AlgorithmFilter.read("acme.knn,celery:proj.train")).containsExactly("acme.knn", "celery:proj.train");
    }

    @Test
    void eachUnknownNameIsToldWithTheOneThatIsMeant() {
        List<FieldProblem> problems = problems("Ridge,rigde,LinearRegresion,");

        assertThat(problems).extracting(FieldProblem::loc).containsOnly(List.of("query", "algorithm"));
        assertThat(problems).extracting(FieldProblem::input).containsExactly("rigde", "LinearRegresion", "");
        assertThat(problems.get(0).msg())
                .startsWith("Input should be 'RandomForest")
                .endsWith("; did you mean Ridge?");
        assertThat(problems.get(1).msg()).endsWith("; did you mean LinearRegression?");
        assertThat(problems.get(2).msg()).endsWith(" or 'auto'");
    }

    @Test
    @Tag("bound:algorithms_listed")
    void twentyNamesAreTakenAndOneMoreIsNot() {
        assertThat(AlgorithmFilter.read(names(20))).hasSize(20);
        assertThat(problems(names(21)))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.msg()).isEqualTo("Input should be at most 20 algorithms, and not 21"));
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "acme.a" + i).collect(Collectors.joining(","));
    }

    private static List<FieldProblem> problems(String text) {
        InvalidRequest[] refused = new InvalidRequest[1];
        assertThatThrownBy(() -> AlgorithmFilter.read(text))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> refused[0] = refusal);
        return refused[0].fields();
    }
}
