package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.fit.CandidateSearch.Candidate;
import dev.tasuki.learn.registry.Portfolio;
import dev.tasuki.learn.spi.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BestCandidateTest {
    private static final BestCandidate HIGHER = new BestCandidate(4, true, true);
    private static final BestCandidate LOWER = new BestCandidate(4, false, true);
    private static final Candidate BASELINE = of(0, 0, 0, 0);

    private static Candidate of(double... scores) {
        return new Candidate(Portfolio.of(Kind.NUMBERS).getFirst(), scores, 1, Optional.empty());
    }

    /** Scores with a given mean, whose standard deviation with three degrees of freedom is {@code deviation}. */
    private static Candidate ahead(double deviation, double mean) {
        double off = Math.sqrt(3) / 2 * deviation;
        return of(mean + off, mean - off, mean + off, mean - off);
    }

    @Test
    void theBaselineStaysUnlessALeadIsAboveItsStandardError() {
        // Of four folds the standard error is the deviation times the root of 1/4 + 1/3, which is 0.7638.
        assertThat(HIGHER.among(List.of(BASELINE, ahead(1.310, 1)))).isZero();
        assertThat(HIGHER.among(List.of(BASELINE, ahead(1.309, 1)))).isEqualTo(1);
        assertThat(LOWER.among(List.of(BASELINE, ahead(1.310, -1)))).isZero();
        assertThat(LOWER.among(List.of(BASELINE, ahead(1.309, -1)))).isEqualTo(1);
        assertThat(LOWER.among(List.of(BASELINE, ahead(0.1, 1)))).as("behind").isZero();
    }

    @Test
    void whatMakesAFoldHardForBothIsNoError() {
        Candidate hard = of(-50, 3, 9, 0);
        Candidate better = of(-49, 4, 10.1, 1);

        assertThat(HIGHER.among(List.of(hard, better))).isEqualTo(1);
    }

    @Test
    void ofThoseAheadTheHighestIsTakenAndTheFirstOfEquals() {
        assertThat(HIGHER.among(List.of(BASELINE, ahead(0.5, 1), ahead(9, 2), ahead(0.5, 1))))
                .as("the third leads by chance")
                .isEqualTo(1);
        assertThat(HIGHER.among(List.of(BASELINE, ahead(0.5, 1), ahead(0.5, 2))))
                .isEqualTo(2);
        assertThat(HIGHER.among(List.of(BASELINE, of(0, 0, 0, 0)))).isZero();
    }

    @Test
    void withoutABaselinesScoresAndAmongParametersOfOneTheHighestMeanIsTheBest() {
        Candidate half = of(1, 1);

        assertThat(HIGHER.among(List.of(half, ahead(9, 1)))).isEqualTo(1);
        assertThat(HIGHER.among(List.of(half, half))).isEqualTo(-1);
        assertThat(new BestCandidate(4, true, false).among(List.of(BASELINE, ahead(9, 1))))
                .isEqualTo(1);
    }
}
