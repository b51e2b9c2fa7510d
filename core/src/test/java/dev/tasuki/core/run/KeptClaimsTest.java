package dev.tasuki.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.keep.Rescuer;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps a claim and what loses it. Each was found by a simulation. */
class KeptClaimsTest {
    private static final TaskId ID = new TaskId("t-1");
    private static final Duration LEASE = LeaseTerms.STANDARD.lease();

    private final MovableClock clock = new MovableClock();
    private final MemoryTaskStore rows = new MemoryTaskStore(clock);
    private final Runs runs = new Runs();
    private boolean away;
    private final TaskStore store = (TaskStore) Proxy.newProxyInstance(
            TaskStore.class.getClassLoader(), new Class<?>[] {TaskStore.class}, (self, method, arguments) -> {
                if (away) {
                    throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "as if", Duration.ofSeconds(1));
                }
                try {
                    return method.invoke(rows, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    private final Heartbeats heartbeats = new Heartbeats(store, runs, LeaseTerms.STANDARD, clock);
    private final Rescuer rescuer = new Rescuer(rows, RetryPolicy.standard(new Random(1)), new Telemetry());
    private final Run run = new Run(ID, 1, clock.instant(), () -> {});

    @BeforeEach
    void claim() {
        rows.accept(ScriptedWork.task("t-1", clock.instant()));
        assertThat(rows.apply(new Transition.Claim(ID, 0, "me", LEASE))).isTrue();
        runs.add(run);
    }

    @Test
    void aRunStopsWhenAnotherGaveItsTaskBackThoughNobodyHasClaimedItYet() {
        clock.move(LEASE.plusSeconds(1));
        rescuer.run();
        heartbeats.beat();

        assertThat(run.reason()).isEqualTo(Run.Stop.LEASE_LOST);
    }

    @Test
    void aRunThatIsJustEndingItsClaimHasNotLostIt() {
        run.end();
        rows.apply(new Transition.GiveBack(ID, 1, Duration.ZERO, false));
        clock.move(Duration.ofSeconds(10));
        heartbeats.beat();

        assertThat(run.stopped()).isFalse();
    }

    @Test
    void aStoreThatWasAwayForLongerThanTheLeaseCostsNoClaimThatNobodyTook() {
        away = true;
        clock.move(LEASE.multipliedBy(10));
        heartbeats.beat();
        assertThat(run.stopped()).isFalse();

        away = false;
        heartbeats.beat();

        assertThat(run.stopped()).isFalse();
        assertThat(row().lease().until()).isEqualTo(clock.instant().plus(LEASE));
    }

    @Test
    void aClockThatIsSetBackKeepsNoHeartbeatAway() {
        clock.move(Duration.ofHours(-1));
        heartbeats.beat();

        assertThat(row().lease().until()).isEqualTo(clock.instant().plus(LEASE));
    }

    @Test
    void aDefectAtOneRunCostsNoOtherRunItsLease() {
        Run broken = new Run(new TaskId("t-0"), 1, clock.instant(), () -> {
            throw new IllegalStateException("the broker's client is confused");
        });
        runs.add(broken);
        clock.move(LeaseTerms.STANDARD.handOver());

        assertThatThrownBy(heartbeats::beat).hasMessage("the broker's client is confused");
        assertThat(row().lease().until()).isEqualTo(clock.instant().plus(LEASE));
    }

    @Test
    void aDeliveryIsHandedOverOnceAndElsewhere() {
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        AtomicInteger handedOver = new AtomicInteger();
        Heartbeats beating = new Heartbeats(store, runs, LeaseTerms.STANDARD, clock, elsewhere::add);
        runs.add(new Run(new TaskId("t-0"), 1, clock.instant(), handedOver::incrementAndGet));
        clock.move(LeaseTerms.STANDARD.handOver());

        beating.beat();
        beating.beat();

        assertThat(handedOver)
                .as("a broker that is slow would hold up every lease")
                .hasValue(0);
        assertThat(elsewhere)
                .as("that run's, and the one of this test's own run")
                .hasSize(2);
        elsewhere.forEach(Runnable::run);
        assertThat(handedOver).hasValue(1);
    }

    private TaskRow row() {
        return rows.find(ID).orElseThrow();
    }
}
