package dev.tasuki.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that starts while SQS is away, or lets it do nothing yet, works as soon as it can, as over other brokers. */
@ExtendWith({SqsServers.class, NoThreadLeft.class})
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class SqsAwayTest {
    private static final String QUEUE = "queue.model.predict";

    private final SqsWorld world;
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Ticker never = (period, name, work) -> () -> {};

    SqsAwayTest(SqsWorld world) {
        this.world = world;
    }

    private SqsBroker broker(FailingEntries proxy, String prefix, String more) {
        return world.broker(SqsWorld.settings(proxy.endpoint(), prefix, more), store, never);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|InternalFailure|answers with an error of its own",
                "403|AccessDenied|no right to sqs:CreateQueue",
                "403|InvalidClientTokenId|refuses the credentials",
            })
    void requestsAreRefusedUntilTheReplyQueueIsThereAndAreAnsweredThen(int status, String code, String words)
            throws Exception {
        List<String> came = new CopyOnWriteArrayList<>();
        String prefix = SqsWorld.prefix();
        try (FailingEntries proxy = new FailingEntries(world.server());
                SqsBroker working = world.broker(world.settings(prefix, ""), store, never);
                Subscription answering = working.subscribe(QUEUE, 1, delivery -> {
                    if (delivery.message().replyTo() != null) {
                        working.publish(Message.reply(delivery.message(), new byte[] {1}));
                    }
                    return Settlement.ACCEPT;
                })) {
            working.publish(Message.durable(QUEUE, new byte[] {1}, "so that the queue is there"));
            proxy.refuse("CreateQueue", status, code, "");
            try (SqsBroker asking = broker(proxy, prefix, "");
                    ReplyQueue replies = asking.openReplyQueue(reply -> came.add(reply.correlationId()))) {
                Message question = question(replies, "q");
                Refusal refused = catchThrowableOfType(Refusal.class, () -> asking.publish(question));
                assertThat(refused.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE);
                assertThat(refused.detail()).contains(words);

                proxy.allow("CreateQueue");
                Eventually.holds(
                        () -> assertThatCode(() -> asking.publish(question)).doesNotThrowAnyException());
                Eventually.holds(() -> assertThat(came).containsExactly("q"));
            }
        }
    }

    private Message question(ReplyQueue replies, String id) {
        return Message.request(
                QUEUE, new byte[] {1}, id, replies.name(), world.instant().plus(Duration.ofDays(1)));
    }

    @Test
    void aProcessThatNeverReachedSqsEndsAtOnce() throws Exception {
        String prefix = SqsWorld.prefix();
        try (FailingEntries proxy = new FailingEntries(world.server())) {
            proxy.refuse("CreateQueue", 500, "InternalFailure", "");
            SqsBroker broker = broker(proxy, prefix, "");
            broker.openReplyQueue(reply -> {});
            broker.close();
            assertThat(catchThrowableOfType(Refusal.class, () -> broker.openReplyQueue(reply -> {})))
                    .isNotNull();
        }
    }

    @Test
    void queuesThatMayNotBeMadeAreNotMissedWhileSqsIsAway() throws Exception {
        String prefix = SqsWorld.prefix();
        try (FailingEntries proxy = new FailingEntries(world.server());
                SqsBroker broker = broker(proxy, prefix, "&create=false")) {
            proxy.refuse("GetQueueUrl", 500, "InternalFailure", "");
            assertThatCode(broker::checkQueues).doesNotThrowAnyException();
            proxy.allow("GetQueueUrl");
            assertThat(catchThrowableOfType(Unavailable.class, broker::checkQueues)
                            .detail())
                    .contains("-queue-model-train is not there", "make it with deploy/sqs/template.yml");
        }
    }
}
