package dev.tasuki.adapters.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import dev.tasuki.adapters.amqp.ContentHeader;
import dev.tasuki.core.port.Message;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GivenBackTest {
    private static final DeliveryCount FIRST = new DeliveryCount(0, 0, true);
    private static final DeliveryCount AGAIN = new DeliveryCount(3, 2, false);
    private static final Channel CHANNEL = (Channel) Proxy.newProxyInstance(
            GivenBackTest.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> null);

    private final GivenBack givenBack = new GivenBack();

    private static HeldDelivery delivery(String id, int size, DeliveryCount count, Map<String, String> headers) {
        Message message = new Message("queue", new byte[size], id, null, null, false, headers);
        return new HeldDelivery(null, new Acknowledgements(CHANNEL, 1), 1, message, count);
    }

    private static HeldDelivery left(String id, DeliveryCount count) {
        return delivery(id, 0, count, Map.of(ContentHeader.LEFT, "70000"));
    }

    private static HeldDelivery whole(String id, DeliveryCount count) {
        return delivery(id, 70_000, count, Map.of());
    }

    @Test
    void whatWentBackWithoutItsBodyIsNotCountedOnceWhenItComesAgain() {
        givenBack.note(left("a", FIRST));
        assertThat(givenBack.counted(whole("b", AGAIN)).count()).isEqualTo(AGAIN);
        assertThat(givenBack.counted(whole("a", AGAIN)).count()).isEqualTo(new DeliveryCount(2, 1, true));
        assertThat(givenBack.counted(whole("a", AGAIN)).count()).isEqualTo(AGAIN);
    }

    @Test
    void whatComesWithoutItsBodyAgainAndAgainIsNeverCounted() {
        givenBack.note(left("a", FIRST));
        for (int i = 0; i < 30; i++) {
            HeldDelivery again = givenBack.counted(left("a", new DeliveryCount(1, 1, false)));
            assertThat(again.count()).isEqualTo(FIRST);
            givenBack.note(again);
        }
    }

    @Test
    void whatAnotherConsumerHeldIsCounted() {
        givenBack.note(left("a", AGAIN));
        assertThat(givenBack.counted(whole("a", AGAIN)).count()).isEqualTo(AGAIN);
    }

    @Test
    void theOldestIsForgottenBeyondTheBound() {
        for (int i = 0; i <= GivenBack.MOST; i++) {
            givenBack.note(left("m" + i, FIRST));
        }
        assertThat(givenBack.counted(whole("m0", AGAIN)).count()).isEqualTo(AGAIN);
        assertThat(givenBack.counted(whole("m1", AGAIN)).count().exact()).isTrue();
        assertThat(givenBack.counted(whole("m" + GivenBack.MOST, AGAIN)).count().exact())
                .isTrue();
    }
}
