package dev.tasuki.core.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a permutation importance may cost. */
class ImportanceCostTest {
    private static TrainRequest request(long repeats) {
        String features = IntStream.range(0, 10).mapToObj(f -> "\"f" + f + "\"").collect(Collectors.joining(","));
        return TrainRequest.parse(("{\"dataset_id\":\"d\",\"target\":\"y\",\"test_size\":0.5,\"features\":[" + features
                        + "],\"permutation_importance\":" + repeats + "}")
                .getBytes(UTF_8));
    }

    @Test
    @Tag("bound:importance_repeats")
    void shufflesAreCounted() {
        long most = Limits.IMPORTANCE_REPEATS.value();

        assertThat(request(most).importanceRepeats()).isEqualTo(100);
        InvalidRequest refused = catchThrowableOfType(InvalidRequest.class, () -> request(most + 1));
        assertThat(refused.fields())
                .singleElement()
                .satisfies(problem -> assertThat(problem.msg()).isEqualTo("Input should be less than or equal to 100"));
    }

    @Test
    @Tag("bound:importance_walks")
    void walksAreCountedBeforeAnyIsMade() {
        FitBounds bounds = FitBounds.anyMemory(2);
        TrainRequest ten = request(10);
        // A million held-out rows, ten features, ten shuffles, a hundred trees.
        FitShape most = new FitShape(2_000_000, 11, 0, 0, true, 10);
        FitShape more = new FitShape(2_000_002, 11, 0, 0, true, 10);
        FitCost cost = FitCost.of(most, ten, ten.params().resolve(Learners.usual(Kind.NUMBERS)), 2);

        assertThat(FitBounds.importanceWalks(cost, most, ten)).isEqualTo(Limits.IMPORTANCE_WALKS.value());
        assertThatCode(() -> bounds.requireImportance(cost, most, ten)).doesNotThrowAnyException();
        assertThatThrownBy(() -> bounds.requireImportance(cost, more, ten))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("permutation_importance 10 would take 10,000,010,000 walks down trees (1,000,001 held-out"
                        + " rows, 10 features, 100 trees, 10 shuffles); allowed are 10,000,000,000: use a smaller"
                        + " permutation_importance or test_size, or fewer trees");
        assertThatCode(() -> bounds.requireImportance(cost, more, request(9))).doesNotThrowAnyException();
        assertThatCode(() -> bounds.requireImportance(cost, more, request(0))).doesNotThrowAnyException();
    }

    @Test
    void columnsThatAreShuffledAtOnceTakeMemory() {
        FitShape shape = new FitShape(100_000, 11, 0, 0, true, 10);

        long without = total(request(0), shape, 4);
        long one = total(request(1), shape, 1) - total(request(0), shape, 1);
        assertThat(one).isEqualTo(50_000L * (10 * 8 + 40));
        assertThat(total(request(1), shape, 4) - without).isEqualTo(4 * one);
        assertThat(total(request(100), shape, 4) - without).isEqualTo(4 * one);
        assertThat(total(request(1), shape, 64) - total(request(0), shape, 64))
                .as("of 10 columns")
                .isEqualTo(10 * one);
    }

    private static long total(TrainRequest request, FitShape shape, int threads) {
        return FitCost.of(shape, request, request.params().resolve(Learners.usual(Kind.NUMBERS)), threads)
                .total();
    }
}
