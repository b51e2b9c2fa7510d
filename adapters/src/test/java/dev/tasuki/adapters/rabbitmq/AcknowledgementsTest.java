package dev.tasuki.adapters.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a broker's book of what it has delivered, by the rules of basic.ack and basic.nack. */
final class AcknowledgementsTest {
    private final Book book = new Book();

    @Test
    void theOnlyDeliveryIsAcknowledgedAtOnce() throws Exception {
        Acknowledgements told = acknowledgements(32);
        book.deliver(told);
        told.accept(1);
        assertThat(book.frames).containsExactly("ack 1");
    }

    @Test
    void withAPrefetchOfOneNothingWaits() throws Exception {
        Acknowledgements told = acknowledgements(1);
        book.deliver(told);
        book.deliver(told);
        told.accept(2);
        told.accept(1);
        assertThat(book.frames).containsExactly("ack 2", "ack 1");
    }

    @Test
    void whatIsAcceptedWhileOthersAreUnderWayGoesOutInOneFrame() throws Exception {
        Acknowledgements told = acknowledgements(32);
        for (int i = 0; i < 3; i++) {
            book.deliver(told);
        }
        told.accept(2);
        told.accept(1);
        assertThat(book.frames).isEmpty();
        told.accept(3);
        assertThat(book.frames).containsExactly("ack up to 3");
    }

    @Test
    void halfThePrefetchIsTheMostThatWaitsThoughTheOldestTakesItsTime() throws Exception {
        Acknowledgements told = acknowledgements(4);
        for (int i = 0; i < 4; i++) {
            book.deliver(told);
        }
        told.accept(3);
        told.accept(4);
        assertThat(book.frames).containsExactly("ack 3", "ack 4");
        assertThat(book.unsettled).containsExactly(1L, 2L);
    }

    @Test
    void whatIsGivenBackIsNotAcknowledgedWithItsNeighbours() throws Exception {
        Acknowledgements told = acknowledgements(32);
        for (int i = 0; i < 3; i++) {
            book.deliver(told);
        }
        told.accept(1);
        told.accept(3);
        told.giveBack(2);
        assertThat(book.frames).containsExactly("nack 2", "ack up to 3");
        assertThat(book.acknowledged).containsExactly(1L, 3L);
    }

    @Test
    void whatIsLeftToTheBrokerIsNotAcknowledgedWithItsNeighbours() throws Exception {
        Acknowledgements told = acknowledgements(32);
        for (int i = 0; i < 3; i++) {
            book.deliver(told);
        }
        told.accept(1);
        told.accept(3);
        told.flush();
        assertThat(book.frames).containsExactly("ack 1", "ack 3");
        assertThat(book.unsettled).containsExactly(2L);
    }

    /** As the workers do it: in any order, some given back, new ones coming all the time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 64})
    void eachDeliveryIsSettledOnceAndAsItsWorkerSaid(int prefetch) throws Exception {
        Acknowledgements told = acknowledgements(prefetch);
        Random random = new Random(prefetch);
        TreeSet<Long> inHand = new TreeSet<>();
        TreeSet<Long> accepted = new TreeSet<>();
        TreeSet<Long> givenBack = new TreeSet<>();
        for (int step = 0; step < 5_000; step++) {
            if (book.unsettled.size() < prefetch && random.nextInt(3) > 0) {
                inHand.add(book.deliver(told));
            } else if (!inHand.isEmpty()) {
                List<Long> any = new ArrayList<>(inHand);
                long tag = any.get(random.nextInt(any.size()));
                inHand.remove(tag);
                if (random.nextInt(10) == 0) {
                    givenBack.add(tag);
                    told.giveBack(tag);
                } else {
                    accepted.add(tag);
                    told.accept(tag);
                }
            }
            assertThat(book.unsettled).containsAll(inHand);
            assertThat(book.unsettled.size() - inHand.size()).isLessThanOrEqualTo(prefetch / 2);
        }
        for (long tag : inHand) {
            accepted.add(tag);
            told.accept(tag);
        }
        assertThat(book.unsettled).isEmpty();
        assertThat(book.acknowledged).isEqualTo(accepted);
        assertThat(book.returned).isEqualTo(givenBack);
    }

    private Acknowledgements acknowledgements(int prefetch) {
        return new Acknowledgements(book.channel, prefetch);
    }

    /** What a broker knows of one channel; a frame for a tag that it does not know would close the channel. */
    private static final class Book {
        private final AtomicLong last = new AtomicLong();
        private final TreeSet<Long> unsettled = new TreeSet<>();
        private final TreeSet<Long> acknowledged = new TreeSet<>();
        private final TreeSet<Long> returned = new TreeSet<>();
        private final List<String> frames = new ArrayList<>();
        private final Channel channel = (Channel) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                    long tag = (long) arguments[0];
                    boolean multiple = (boolean) arguments[1];
                    assertThat(unsettled).as("known to the broker").contains(tag);
                    switch (method.getName()) {
                        case "basicAck" -> acknowledge(tag, multiple);
                        case "basicNack" -> {
                            assertThat(multiple).isFalse();
                            unsettled.remove(tag);
                            returned.add(tag);
                            frames.add("nack " + tag);
                        }
                        default -> throw new IOException("unexpected " + method.getName());
                    }
                    return null;
                });

        long deliver(Acknowledgements told) {
            long tag = last.incrementAndGet();
            unsettled.add(tag);
            told.arrived(tag);
            return tag;
        }

        private void acknowledge(long tag, boolean multiple) {
            var settled = multiple ? unsettled.headSet(tag, true) : unsettled.subSet(tag, true, tag, true);
            acknowledged.addAll(settled);
            settled.clear();
            frames.add((multiple ? "ack up to " : "ack ") + tag);
        }
    }
}
