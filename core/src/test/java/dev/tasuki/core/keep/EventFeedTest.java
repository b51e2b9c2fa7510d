package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.CloudEvents;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.memory.MemoryCursors;
import dev.tasuki.core.memory.MemoryLeaderLease;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.Cursors;
import dev.tasuki.core.port.EventSink;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events for other programs: late at times, never missing, and the same when they come again. */
class EventFeedTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MovableClock clock = new MovableClock();
    private final MemoryTaskStore tasks = new MemoryTaskStore(clock);
    private final ChangeLog log = tasks.changes();
    private final MemoryCursors cursors = new MemoryCursors();
    private final Telemetry telemetry = new Telemetry();
    private final FakeBroker broker = new FakeBroker();
    private int made;

    @BeforeEach
    void fromTheBeginning() {
        cursors.begin(EventFeed.READER, 0);
    }

    @Test
    void everyChangeIsSentOnceAndInOrder() {
        EventFeed feed = feed(cursors, broker);
        for (int i = 0; i < EventFeed.PAGE; i++) {
            live();
        }
        feed.turn();
        feed.turn();

        assertThat(broker.versions()).hasSize(3 * EventFeed.PAGE).isEqualTo(all());
        assertThat(telemetry.value(Telemetry.Count.EVENTS_ANNOUNCED)).isEqualTo(3 * EventFeed.PAGE);
        assertThat(telemetry.value(Telemetry.Count.EVENTS_DROPPED)).isZero();
    }

    @Test
    void whereNobodyEverBeganItBeginsAfterTheNewestChange() {
        live();
        MemoryCursors fresh = new MemoryCursors();
        EventFeed feed = feed(fresh, broker);
        feed.begin();
        long before = log.span().newest();
        live();
        feed.begin();
        feed.turn();

        assertThat(broker.versions()).hasSize(3).allMatch(version -> version > before);
    }

    @Test
    void withoutNewsNothingIsAskedNorSent() {
        live();
        int[] asked = new int[1];
        Cursors counting = new CountingCursors(cursors, asked);
        EventFeed feed = feed(counting, broker);
        feed.turn();
        int once = asked[0];
        for (int i = 0; i < 100; i++) {
            feed.turn();
        }
        assertThat(asked[0]).isEqualTo(once);
        live();
        feed.turn();
        assertThat(asked[0]).isGreaterThan(once);
        assertThat(broker.versions()).isEqualTo(all());
    }

    /** Twenty leaders in turn are killed or stopped, each at another place: before, between and after. */
    @Test
    void ofTwentyLeadersThatDieNoneTakesAnEventWithIt() {
        MemoryLeaderLease leases = new MemoryLeaderLease(clock);
        Random random = new Random(20);
        Map<String, Integer> ends = new LinkedHashMap<>();
        for (int i = 1; i <= 20; i++) {
            Leader leader = new Leader(leases, "p" + i, clock);
            while (!leader.leads()) {
                clock.move(Leader.RENEWAL);
                live();
                leader.turn();
            }
            End end = End.values()[i % End.values().length];
            ends.merge(end.name(), 1, Integer::sum);
            MortalCursors mine = new MortalCursors(cursors, end);
            MortalSink sink = new MortalSink(broker, end, random.nextInt(6));
            EventFeed feed = feed(mine, sink);
            lives(2);
            try {
                leader.only(feed::turn).run();
                lives(3);
                leader.only(feed::turn).run();
            } catch (Killed killed) {
                continue;
            }
            leader.close();
        }
        lives(1);
        feed(cursors, broker).turn();

        assertThat(ends).hasSize(End.values().length);
        assertThat(new LinkedHashSet<>(broker.versions())).containsExactlyElementsOf(all());
        assertThat(broker.events.size()).as("some are sent again").isGreaterThan(all().size());
        Map<Long, String> known = new LinkedHashMap<>();
        for (Change change : broker.events) {
            String event = CloudEvents.of(change).toString();
            assertThat(known.merge(change.version(), event, (old, same) -> old)).isEqualTo(event);
            assertThat(event).contains("\"id\":\"evt_" + change.version() + "\"");
        }
    }

    @Test
    void aBrokerThatWasAwayForAMinuteGetsTheEventsAfterwardsWithoutBeingAskedTooOften() {
        EventFeed feed = feed(cursors, broker);
        live();
        feed.turn();
        broker.away = true;
        for (int tenth = 0; tenth < 600; tenth++) {
            if (tenth % 50 == 0) {
                live();
            }
            feed.turn();
            clock.move(EventFeed.PERIOD);
        }
        assertThat(broker.versions()).hasSize(3);
        assertThat(broker.refused).isBetween(50, 61);

        broker.away = false;
        clock.move(Duration.ofSeconds(1));
        feed.turn();
        assertThat(broker.versions()).isEqualTo(all());
        assertThat(telemetry.value(Telemetry.Count.EVENTS_DROPPED)).isZero();
    }

    @Test
    void twoThatBelieveThatTheyLeadLoseNothing() {
        live();
        EventFeed second = feed(cursors, broker);
        EventSink interrupted = changes -> {
            broker.send(changes);
            live();
            second.turn();
        };
        EventFeed first = feed(cursors, interrupted);
        first.turn();
        first.turn();
        assertThat(new LinkedHashSet<>(broker.versions())).containsExactlyElementsOf(all());
        assertThat(cursors.of(EventFeed.READER))
                .isEqualTo(OptionalLong.of(log.span().newest()));
    }

    @Test
    void whatWentFromTheLogBeforeItWasSentIsCounted() {
        broker.away = true;
        lives(4);
        EventFeed feed = feed(cursors, broker);
        feed.turn();
        assertThat(log.prune(clock.instant(), 5)).isEqualTo(7);
        broker.away = false;
        clock.move(Duration.ofSeconds(1));
        feed.turn();

        assertThat(broker.versions()).isEqualTo(all()).hasSize(5);
        assertThat(telemetry.value(Telemetry.Count.EVENTS_DROPPED)).isEqualTo(7);
    }

    private EventFeed feed(Cursors from, EventSink sink) {
        return new EventFeed(
                new EventFeed.Way(log, from, sink),
                new EventFeed.News(() -> OptionalLong.of(log.span().newest()), clock),
                telemetry);
    }

    private void lives(int times) {
        for (int i = 0; i < times; i++) {
            live();
        }
    }

    /** Three changes. */
    private void live() {
        TaskId id = new TaskId("t-" + made++);
        tasks.accept(ScriptedWork.task(id.value(), clock.instant()));
        tasks.apply(new Transition.Claim(id, 0, "w", LEASE));
        tasks.apply(new Transition.GiveBack(id, 1, Duration.ZERO, true));
    }

    private List<Long> all() {
        return log.since(0, 100_000).changes().stream().map(Change::version).toList();
    }

    /** A broker that takes events, or is away. */
    private static final class FakeBroker implements EventSink {
        private final List<Change> events = new ArrayList<>();
        private boolean away;
        private int refused;

        @Override
        public void send(List<Change> changes) {
            if (away) {
                refused++;
                throw new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "away", Duration.ofSeconds(1));
            }
            events.addAll(changes);
        }

        List<Long> versions() {
            return events.stream().map(Change::version).toList();
        }
    }

    /** How a leader ends. */
    private enum End {
        STOPPED,
        BEFORE_SENDING,
        WHILE_SENDING,
        AFTER_SENDING,
        AFTER_MOVING
    }

    /** The process is gone: nothing of it runs any more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** The way to the broker of a process that dies. */
    private record MortalSink(EventSink sink, End end, int part) implements EventSink {
        @Override
        public void send(List<Change> changes) {
            if (end == End.BEFORE_SENDING) {
                throw new Killed();
            }
            if (end == End.WHILE_SENDING) {
                sink.send(changes.subList(0, Math.min(part, changes.size())));
                throw new Killed();
            }
            sink.send(changes);
        }
    }

    /** The way to the cursor of a process that dies. */
    private record MortalCursors(Cursors cursors, End end) implements Cursors {
        @Override
        public OptionalLong of(String reader) {
            return cursors.of(reader);
        }

        @Override
        public void begin(String reader, long version) {
            cursors.begin(reader, version);
        }

        @Override
        public boolean move(String reader, long from, long to) {
            if (end == End.AFTER_SENDING) {
                throw new Killed();
            }
            boolean moved = cursors.move(reader, from, to);
            if (end == End.AFTER_MOVING) {
                throw new Killed();
            }
            return moved;
        }
    }

    /** Counts the questions. */
    private record CountingCursors(Cursors cursors, int[] asked) implements Cursors {
        @Override
        public OptionalLong of(String reader) {
            asked[0]++;
            return cursors.of(reader);
        }

        @Override
        public void begin(String reader, long version) {
            cursors.begin(reader, version);
        }

        @Override
        public boolean move(String reader, long from, long to) {
            asked[0]++;
            return cursors.move(reader, from, to);
        }
    }
}
