package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy policy = RetryPolicy.standard(new Random(7));

    @Test
    void theCeilingDoublesFromOneSecondToFiveMinutes() {
        long[] ceilings = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
        for (int failures = 1; failures <= ceilings.length; failures++) {
            Duration longest = longestOf(failures);
            Duration ceiling = Duration.ofSeconds(ceilings[failures - 1]);
            assertThat(longest)
                    .isLessThanOrEqualTo(ceiling)
                    .isGreaterThan(ceiling.multipliedBy(9).dividedBy(10));
        }
    }

    @Test
    void neverNothingAndNeverMoreHoweverManyFailures() {
        assertThat(policy.delay(Long.MAX_VALUE)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    private Duration longestOf(int failures) {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 1_000; i++) {
            Duration delay = policy.delay(failures);
            longest = delay.compareTo(longest) > 0 ? delay : longest;
        }
        return longest;
    }
}
