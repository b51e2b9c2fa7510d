package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.memory.MemoryLeaderLease;
import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One process leads; who follows it, and when. */
class LeaderTest {
    private final MovableClock clock = new MovableClock();
    private final FailingLease leases = new FailingLease(new MemoryLeaderLease(clock));
    private final Leader first = new Leader(leases, "p1", clock);
    private final Leader second = new Leader(leases, "p2", clock);

    @Test
    void onlyTheLeaderDoesTheWork() {
        AtomicInteger done = new AtomicInteger();
        Runnable ofFirst = first.only(done::incrementAndGet);
        Runnable ofSecond = second.only(() -> done.addAndGet(100));
        ofFirst.run();
        assertThat(done).hasValue(0);

        turn();
        ofFirst.run();
        ofSecond.run();

        assertThat(done).hasValue(1);
    }

    @Test
    void itLeadsForAsLongAsItRenewsTheLease() {
        for (int i = 0; i < 100; i++) {
            turn();
            assertThat(first.leads()).isTrue();
            assertThat(second.leads()).isFalse();
            clock.move(Leader.RENEWAL);
        }
    }

    @Test
    void anotherLeadsWithinTheLeasesTimeAfterAKill() {
        turn();
        Duration past = Duration.ZERO;
        while (!second.leads()) {
            clock.move(Leader.RENEWAL);
            past = past.plus(Leader.RENEWAL);
            second.turn();
            assertThat(first.leads() && second.leads()).isFalse();
        }
        assertThat(past).isEqualTo(Leader.LEASE);
        first.turn();
        assertThat(first.leads()).isFalse();
    }

    @Test
    void whoStopsGivesTheLeadUpAtOnce() {
        turn();
        first.close();
        assertThat(first.leads()).isFalse();

        second.turn();
        assertThat(second.leads()).isTrue();
        first.turn();
        assertThat(first.leads()).isFalse();
        first.close();
        second.turn();
        assertThat(second.leads()).isTrue();
    }

    @Test
    void whoNeverLedTakesNothingFromTheLeader() {
        turn();
        second.close();
        first.turn();
        assertThat(first.leads()).isTrue();
    }

    @Test
    void aStoreThatIsAwayShortlyCostsNobodyTheLeadAndForLongEverybody() {
        turn();
        leases.away = true;
        for (Duration past = Leader.RENEWAL; past.compareTo(Leader.LEASE) < 0; past = past.plus(Leader.RENEWAL)) {
            clock.move(Leader.RENEWAL);
            turn();
            assertThat(first.leads()).as("after %s", past).isTrue();
            assertThat(second.leads()).isFalse();
        }
        clock.move(Leader.RENEWAL);
        turn();
        assertThat(first.leads()).isFalse();
        assertThat(second.leads()).isFalse();

        leases.away = false;
        second.turn();
        first.turn();
        assertThat(second.leads()).isTrue();
        assertThat(first.leads()).isFalse();
    }

    @Test
    void aStoreThatIsAwayAtTheEndKeepsNobodyFromStopping() {
        turn();
        leases.away = true;
        first.close();
        leases.away = false;
        clock.move(Leader.LEASE);
        second.turn();
        assertThat(second.leads()).isTrue();
    }

    private void turn() {
        first.turn();
        second.turn();
    }

    /** Leases that can be out of reach. */
    private static final class FailingLease implements LeaderLease {
        private final LeaderLease leases;
        private boolean away;

        FailingLease(LeaderLease leases) {
            this.leases = leases;
        }

        @Override
        public boolean hold(String name, String holder, Duration length) {
            reach();
            return leases.hold(name, holder, length);
        }

        @Override
        public void release(String name, String holder) {
            reach();
            leases.release(name, holder);
        }

        private void reach() {
            if (away) {
                throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "away", Duration.ofSeconds(1));
            }
        }
    }
}
