package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.tasuki.core.port.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WireFormatTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.123Z");
    private static final byte[] BODY = "{}".getBytes(UTF_8);

    @Test
    void aDurableMessageHasThePublishedProperties() {
        BasicProperties properties =
                WireFormat.properties(Message.durable("queue.model.train", BODY, "c-1"), null, "id-1", NOW);
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getCorrelationId()).isEqualTo("c-1");
        assertThat(properties.getMessageId()).isEqualTo("id-1");
        assertThat(properties.getReplyTo()).isNull();
        assertThat(properties.getExpiration()).isNull();
        assertThat(properties.getHeaders()).isNull();
    }

    @Test
    void aRequestExpiresWithItsDeadline() {
        Message request = Message.request("queue.model.predict", BODY, "c-2", "ours", NOW.plusMillis(4_321));
        BasicProperties properties = WireFormat.properties(request, WireFormat.DIRECT_REPLY_TO, "id-2", NOW);
        assertThat(properties.getDeliveryMode()).isEqualTo(1);
        assertThat(properties.getReplyTo()).isEqualTo("amq.rabbitmq.reply-to");
        assertThat(properties.getExpiration()).isEqualTo("4321");
    }

    @Test
    void anAnswerThatWaitsNowhereCarriesNoDeadline() {
        Message request = Message.request("q", BODY, "c", "amq.rabbitmq.reply-to.g1h2", NOW.plusMillis(4_321));
        BasicProperties properties = WireFormat.properties(Message.reply(request, BODY), null, "id", NOW);
        assertThat(properties.getExpiration()).isNull();
        assertThat(properties.getHeaders()).isNull();
        Message toAQueue = Message.reply(Message.request("q", BODY, "c", "queue.reply", NOW.plusMillis(9)), BODY);
        assertThat(WireFormat.properties(toAQueue, null, "id", NOW).getExpiration())
                .isEqualTo("9");
    }

    @Test
    void theDeadlineComesBackExactlyWhereTheClocksAgree() {
        Instant deadline = NOW.plusMillis(4_321);
        Message request = Message.request("q", BODY, "c", "r", deadline);
        BasicProperties properties = WireFormat.properties(request, "r", "id", NOW);
        assertThat(WireFormat.message("q", properties, BODY, NOW.plusMillis(1_000))
                        .deadline())
                .isEqualTo(deadline);
    }

    @Test
    void aClockThatIsWrongByAnHourNeitherDropsNorProlongsMuch() {
        Message request = Message.request("q", BODY, "c", "r", NOW.plusMillis(4_000));
        BasicProperties properties = WireFormat.properties(request, "r", "id", NOW);
        for (Duration wrong : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            Instant here = NOW.plus(wrong);
            assertThat(WireFormat.message("q", properties, BODY, here).deadline())
                    .isEqualTo(here.plusMillis(4_000));
        }
    }

    @Test
    void aForeignExpirationIsADeadlineToo() {
        BasicProperties foreign =
                new BasicProperties.Builder().expiration("1500").build();
        assertThat(WireFormat.message("q", foreign, BODY, NOW).deadline()).isEqualTo(NOW.plusMillis(1_500));
        BasicProperties odd = new BasicProperties.Builder().expiration("soon").build();
        assertThat(WireFormat.message("q", odd, BODY, NOW).deadline()).isNull();
    }

    @Test
    void aForeignMessageMayHaveNothingButABody() {
        Message message = WireFormat.message("q", new BasicProperties(), BODY, NOW);
        assertThat(message.correlationId()).isEmpty();
        assertThat(message.replyTo()).isNull();
        assertThat(message.deadline()).isNull();
        assertThat(message.durable()).isFalse();
        assertThat(message.headers()).isEmpty();
    }

    @Test
    void simpleHeadersOfOthersAreKeptAndTheBrokersOwnAreNot() {
        BasicProperties foreign = new BasicProperties.Builder()
                .headers(Map.of(
                        "text",
                        LongStringHelper.asLongString("é"),
                        "number",
                        7L,
                        "flag",
                        true,
                        "time",
                        Date.from(NOW),
                        "x-death",
                        List.of(Map.of("count", 1)),
                        "x-delivery-count",
                        3L))
                .build();
        assertThat(WireFormat.message("q", foreign, BODY, NOW).headers())
                .isEqualTo(Map.of("text", "é", "number", "7", "flag", "true", "time", NOW.toString()));
    }

    @ParameterizedTest
    @CsvSource({"false,,,1", "true,,,0", "false,0,,1", "true,2,,3", "false,,4,5", "true,1,4,6"})
    void deliveriesAreCountedAcrossWaitQueues(boolean again, Integer here, Integer earlier, int count) {
        Map<String, Object> headers = new java.util.HashMap<>();
        if (here != null) {
            headers.put("x-delivery-count", here.longValue());
        }
        if (earlier != null) {
            headers.put("tasuki-deliveries", earlier.toString());
        }
        BasicProperties properties =
                new BasicProperties.Builder().headers(headers).build();
        assertThat(DeliveryCount.of(new Envelope(1, again, "", "q"), properties).count())
                .isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "2,2",
        "9,9",
        "10,10",
        "11,15",
        "15,15",
        "16,20",
        "200,200",
        "201,300",
        "999,1000",
        "1000,1000",
        "1001,1500",
        "60000,60000",
        "299999,300000",
        "86400000,90000000",
        "999999999,90000000",
        "0,1"
    })
    void delaysAreRoundedUpToFewWaitQueues(long asked, long given) {
        assertThat(Settler.rounded(Duration.ofMillis(asked))).isEqualTo(Duration.ofMillis(given));
    }
}
