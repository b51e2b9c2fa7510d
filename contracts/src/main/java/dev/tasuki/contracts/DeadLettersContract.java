package dev.tasuki.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Limits;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the {@link DeadLetters} of every broker keep. */
@ExtendWith(NoThreadLeft.class)
public abstract class DeadLettersContract {
    private static final String QUEUE = "queue.contract";

    private Fixture<Broker> fixture;
    private Broker broker;
    private DeadLetters letters;

    /** An empty broker for one test. */
    protected abstract Fixture<Broker> open() throws Exception;

    /** The dead letters of that broker. */
    protected abstract DeadLetters lettersOf(Broker opened);

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        broker = fixture.port();
        letters = lettersOf(broker);
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    void aQueueThatNobodyHasSeenHasNone() {
        assertThat(letters.list(QUEUE, 10)).isEmpty();
        assertThat(letters.retry(QUEUE, "1", null)).isFalse();
        assertThat(letters.remove(QUEUE, "1")).isFalse();
    }

    @Test
    void aDiscardedMessageIsListedWithItsReasonAsOftenAsOneLooks() {
        discard("first «1»", "second");

        for (int look = 0; look < 25; look++) {
            List<DeadLetter> found = letters.list(QUEUE, 10);

            assertThat(found)
                    .extracting(letter -> new String(letter.body(), UTF_8))
                    .containsExactly("first «1»", "second");
            assertThat(found).extracting(DeadLetter::reason).containsOnly("no good: ü");
            assertThat(found).extracting(DeadLetter::queue).containsOnly(QUEUE);
            assertThat(found).extracting(DeadLetter::correlationId).containsExactly("first «1»", "second");
            assertThat(found)
                    .extracting(DeadLetter::id)
                    .doesNotHaveDuplicates()
                    .allSatisfy(id -> assertThat(id).isNotEmpty());
        }
        assertThat(letters.list(QUEUE, 1)).hasSize(1);
        assertThat(letters.list("queue.contract.other", 10)).isEmpty();
    }

    @Test
    void theIdsAreThoseOfTheLettersInTheirOrder() {
        assertThat(letters.ids(QUEUE, 10)).isEmpty();
        discard("first", "second");
        assertThat(letters.ids(QUEUE, 10))
                .containsExactlyElementsOf(
                        letters.list(QUEUE, 10).stream().map(DeadLetter::id).toList());
        assertThat(letters.ids(QUEUE, 1)).hasSize(1);
        assertThat(letters.ids("queue.contract.other", 10)).isEmpty();
    }

    @Test
    void theCountFollowsWhatIsDiscardedTriedAgainAndRemoved() {
        assertThat(letters.count(QUEUE)).isZero();
        discard("first", "second", "third");
        counted(3);
        assertThat(letters.count("queue.contract.other")).isZero();

        List<String> ids = letters.ids(QUEUE, 10);
        assertThat(letters.remove(QUEUE, ids.get(0))).isTrue();
        counted(2);
        assertThat(letters.retry(QUEUE, ids.get(1), null)).isTrue();
        counted(1);
        next();
        counted(1);
    }

    /** A broker may count late. */
    private void counted(long expected) {
        Eventually.holds(() -> assertThat(letters.count(QUEUE)).isEqualTo(expected));
    }

    @Test
    @Tag("bound:dead_letter_shown")
    void ofALongBodyTheBeginningIsShownAndAllOfItIsTriedAgain() {
        int most = Limits.DEAD_LETTER_SHOWN.intValue();
        String shown = "a".repeat(most);
        discard(shown, shown + "b");
        List<DeadLetter> found = letters.list(QUEUE, 10);
        assertThat(found).allSatisfy(letter -> assertThat(letter.body()).hasSize(most));
        assertThat(found).extracting(DeadLetter::size).containsExactly((long) most, most + 1L);

        assertThat(letters.retry(QUEUE, found.getLast().id(), null)).isTrue();
        assertThat(next().message().body()).hasSize(most + 1);
    }

    @Test
    void aLetterIsTriedAgainOnce() {
        discard("first", "second");
        String id = letters.list(QUEUE, 10).getLast().id();

        assertThat(letters.retry(QUEUE, id, null)).isTrue();
        assertThat(letters.retry(QUEUE, id, null)).isFalse();

        Delivery again = next();
        assertThat(again.message().body()).isEqualTo("second".getBytes(UTF_8));
        assertThat(again.message().durable()).isTrue();
        assertThat(again.message().replyTo()).isNull();
        assertThat(letters.list(QUEUE, 10))
                .extracting(letter -> new String(letter.body(), UTF_8))
                .containsExactly("first");
    }

    @Test
    void aLetterIsTriedAgainWithAnotherBody() {
        discard("wrong");
        String id = letters.list(QUEUE, 10).getFirst().id();

        assertThat(letters.retry(QUEUE, id, "right".getBytes(UTF_8))).isTrue();

        Delivery again = next();
        assertThat(again.message().body()).isEqualTo("right".getBytes(UTF_8));
        assertThat(again.message().correlationId()).isEqualTo("wrong");
        assertThat(letters.list(QUEUE, 10)).isEmpty();
    }

    @Test
    void aLetterIsRemovedOnce() {
        discard("first", "second");
        String id = letters.list(QUEUE, 10).getFirst().id();

        assertThat(letters.remove(QUEUE, "no-such-id")).isFalse();
        assertThat(letters.remove(QUEUE, id)).isTrue();
        assertThat(letters.remove(QUEUE, id)).isFalse();

        assertThat(letters.list(QUEUE, 10))
                .extracting(letter -> new String(letter.body(), UTF_8))
                .containsExactly("second");
    }

    /** Sends messages and has them discarded, in this order. */
    private void discard(String... bodies) {
        Queue<Delivery> seen = new ConcurrentLinkedQueue<>();
        try (Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
            seen.add(delivery);
            return new Settlement.Discard("no good: ü");
        })) {
            // One after the other: not every broker keeps the order of publishing.
            for (int i = 0; i < bodies.length; i++) {
                int count = i + 1;
                String body = bodies[i];
                broker.publish(Message.durable(QUEUE, body.getBytes(UTF_8), body.length() < 100 ? body : "long"));
                Eventually.holds(() -> assertThat(seen).hasSize(count));
            }
            Eventually.holds(() -> assertThat(letters.list(QUEUE, 10)).hasSize(bodies.length));
            subscription.stop();
        }
    }

    private Delivery next() {
        Queue<Delivery> seen = new ConcurrentLinkedQueue<>();
        try (Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
            seen.add(delivery);
            return Settlement.ACCEPT;
        })) {
            Eventually.holds(() -> assertThat(seen).hasSize(1));
            subscription.stop();
        }
        return seen.element();
    }
}
