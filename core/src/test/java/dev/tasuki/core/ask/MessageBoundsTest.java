package dev.tasuki.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message may be before a handler sees it. */
final class MessageBoundsTest {
    private static final String TRAIN = "queue.model.train";
    private static final String PREDICT = "queue.model.predict";
    private static final int MOST = Limits.MESSAGE_BYTES.intValue();

    private final Telemetry telemetry = new Telemetry();
    private final List<Message> handled = new ArrayList<>();

    private Settlement handle(Message message, Optional<String> names) {
        return new MessageBounds(
                        delivery -> {
                            handled.add(delivery.message());
                            return Settlement.ACCEPT;
                        },
                        ReplyRule.of(names),
                        telemetry)
                .handle(new Delivery(message, 1, () -> {}));
    }

    private static Message message(String queue, @Nullable String replyTo, int size) {
        return new Message(queue, new byte[size], "c", replyTo, null, true, Map.of());
    }

    @Test
    @Tag("bound:message_bytes")
    void aLargerMessageIsADeadLetterAndIsNotSent() {
        assertThat(handle(message(TRAIN, null, MOST), Optional.empty())).isEqualTo(Settlement.ACCEPT);
        assertThat(handle(message(TRAIN, null, MOST + 1), Optional.empty()))
                .isInstanceOfSatisfying(
                        Settlement.Discard.class,
                        discard -> assertThat(discard.reason()).contains("8,388,609 bytes, at most 8 MiB"));
        assertThat(handled).hasSize(1);
        assertThatCode(() -> message(TRAIN, null, MOST).checkSize()).doesNotThrowAnyException();
        assertThatThrownBy(() -> message(TRAIN, null, MOST + 1).checkSize())
                .isInstanceOfSatisfying(InvalidRequest.class, e -> {
                    assertThat(e.code()).isEqualTo(RefusalCode.TOO_LARGE);
                    assertThat(e.detail()).contains(TRAIN, "8,388,609 bytes, at most 8 MiB");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {TRAIN, PREDICT, TRAIN + ".dead", PREDICT + ".dead", TRAIN + ".wait.1000", ""})
    void noReplyGoesToAQueueOfOurs(String replyTo) {
        handle(message(TRAIN, replyTo, 1), Optional.empty());
        assertThat(handled)
                .singleElement()
                .satisfies(seen -> assertThat(seen.replyTo())
                        .as("the training is done, without a reply")
                        .isNull());
        handle(message(PREDICT, replyTo, 1), Optional.empty());
        assertThat(handled).as("a request without its answer is worth nothing").hasSize(1);
        assertThat(telemetry.value(Telemetry.Count.REPLIES_REFUSED)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        ",queue.model.reply,true",
        ",anything,true",
        "answers.*,answers.of.me,true",
        "answers.*,queue.model.reply,false",
        "answers.*,xanswers.1,false",
        "an.wers,answers,false",
        "*,queue.model.train,false",
        "answers.*,amq.gen-JzTY20BRgKO,true",
        "answers.*,amq.rabbitmq.reply-to.g1h2AA.x,true",
        "a*z,abcz,true",
        "a*z,abcy,false",
    })
    void repliesGoWhereTheyMay(@Nullable String names, String replyTo, boolean allowed) {
        handle(message(PREDICT, replyTo, 1), Optional.ofNullable(names));
        assertThat(handled).hasSize(allowed ? 1 : 0);
    }
}
