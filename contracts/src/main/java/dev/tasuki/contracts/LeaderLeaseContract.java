package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.LeaderLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every {@link LeaderLease} keeps: one holder at a time, until it gives up or its time is over. */
@ExtendWith(NoThreadLeft.class)
public abstract class LeaderLeaseContract {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final int RIVALS = 8;

    private Fixture<LeaderLease> fixture;
    private LeaderLease one;
    private LeaderLease two;

    /** No leases yet. */
    protected abstract Fixture<LeaderLease> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        one = fixture.port();
        two = fixture.another().orElse(one);
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    void theFirstHasItAndHoldsOnToIt() {
        assertThat(one.hold("a", "p1", TEN)).isTrue();
        assertThat(two.hold("a", "p2", TEN)).isFalse();
        assertThat(one.hold("a", "p1", TEN)).isTrue();
        assertThat(two.hold("a", "p2", TEN)).isFalse();
    }

    @Test
    void leasesOfOtherNamesAreOthers() {
        assertThat(one.hold("a", "p1", TEN)).isTrue();
        assertThat(two.hold("A", "p2", TEN)).isTrue();
        assertThat(two.hold("b", "p2", TEN)).isTrue();
        assertThat(one.hold("b", "p1", TEN)).isFalse();
        assertThat(one.hold("A", "p1", TEN)).isFalse();
    }

    @Test
    void aHoldersNameIsComparedToTheLetter() {
        assertThat(one.hold("a", "p1", TEN)).isTrue();
        assertThat(two.hold("a", "P1", TEN)).isFalse();
    }

    @Test
    void whatIsNotRenewedIsAnothersWhenItsTimeIsOver() {
        assertThat(one.hold("a", "p1", TEN)).isTrue();
        fixture.advance(TEN.minusSeconds(2));
        assertThat(two.hold("a", "p2", TEN)).isFalse();
        assertThat(one.hold("a", "p1", TEN)).isTrue();
        fixture.advance(TEN.minusSeconds(2));
        assertThat(two.hold("a", "p2", TEN)).isFalse();
        fixture.advance(Duration.ofSeconds(2));
        assertThat(two.hold("a", "p2", TEN)).isTrue();
        assertThat(one.hold("a", "p1", TEN)).isFalse();
    }

    @Test
    void whatIsGivenUpIsFreeAtOnce() {
        one.release("a", "p1");
        assertThat(one.hold("a", "p1", TEN)).isTrue();
        two.release("a", "p2");
        assertThat(two.hold("a", "p2", TEN)).isFalse();
        one.release("a", "p1");
        assertThat(two.hold("a", "p2", TEN)).isTrue();
        one.release("a", "p1");
        assertThat(one.hold("a", "p1", TEN)).isFalse();
    }

    @Test
    void ofManyAtOnceOneHasIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            List<String> holders = Collections.synchronizedList(new ArrayList<>());
            String name = "round-" + round;
            // Half of the rounds begin with a lease that has lapsed, the others with none.
            if (round % 2 == 0) {
                one.hold(name, "before", Duration.ZERO);
            }
            Together.run(RIVALS, i -> () -> {
                LeaderLease mine = i % 2 == 0 ? one : two;
                return mine.hold(name, "p" + i, TEN) && holders.add("p" + i);
            });
            assertThat(holders).as(name).hasSize(1);
        }
    }
}
