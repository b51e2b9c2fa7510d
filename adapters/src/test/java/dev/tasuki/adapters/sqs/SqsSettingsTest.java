package dev.tasuki.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsSettingsTest {
    @Test
    void aPrefixIsEnough() {
        SqsSettings settings = SqsSettings.parse("sqs://tasuki", Map.of());

        assertThat(settings.prefix()).isEqualTo("tasuki");
        assertThat(settings.place()).isEqualTo(new SqsSettings.Place(null, null));
        assertThat(settings.queueing()).isEqualTo(new SqsSettings.Queueing(true, false, false, 20, null));
        assertThat(settings.timing()).isEqualTo(SqsSettings.Timing.DEFAULT);
        assertThat(settings.flow()).isEqualTo(SqsSettings.Flow.DEFAULT);
        assertThat(settings.where()).isEqualTo("Amazon SQS");
    }

    @Test
    void everyParameterIsRead() {
        SqsSettings settings = SqsSettings.parse(
                "sqs://a_B-1?region=eu-central-1&endpoint=http://localhost:9324&create=false&strict_queues=true&fifo=true"
                        + "&visibility=10&poll=0&max_receive=5&kms=alias/tasuki&max_in_flight=7&predict_prefetch=0"
                        + "&reply_idle=60",
                Map.of("AWS_REGION", "us-west-2"));

        assertThat(settings.prefix()).isEqualTo("a_B-1");
        assertThat(settings.place())
                .isEqualTo(new SqsSettings.Place(URI.create("http://localhost:9324"), "eu-central-1"));
        assertThat(settings.queueing()).isEqualTo(new SqsSettings.Queueing(false, true, true, 5, "alias/tasuki"));
        assertThat(settings.timing())
                .isEqualTo(new SqsSettings.Timing(Duration.ofSeconds(10), Duration.ZERO, Duration.ofHours(1)));
        assertThat(settings.flow()).isEqualTo(new SqsSettings.Flow(7, 0));
    }

    @Test
    void theVariablesFillInWhatTheUrlLeavesOpen() {
        Map<String, String> both = Map.of(
                "AWS_ENDPOINT_URL", "http://any:1", "AWS_ENDPOINT_URL_SQS", "http://sqs:2", "AWS_REGION", "eu-west-1");

        assertThat(SqsSettings.parse("sqs://t", both).place())
                .isEqualTo(new SqsSettings.Place(URI.create("http://sqs:2"), "eu-west-1"));
        assertThat(SqsSettings.parse("sqs://t", Map.of("AWS_ENDPOINT_URL", " ", "AWS_DEFAULT_REGION", "eu-west-2"))
                        .where())
                .isEqualTo("Amazon SQS in eu-west-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http://host|does not have the form sqs://PREFIX?region=REGION",
                "sqs://|the prefix is '', allowed are 1 to 32 letters",
                "sqs://a.b|the prefix is 'a.b', allowed are",
                "sqs://x1234567890123456789012345678901234|allowed are 1 to 32 letters",
                "sqs://t?visibilty=10|unknown parameter 'visibilty', did you mean visibility?",
                "sqs://t?nonsense=1|unknown parameter 'nonsense', known are create",
                "sqs://t?region|parameter region needs a value",
                "sqs://t?region=|parameter region needs a value",
                "sqs://t?region=EU!|region is 'EU!', allowed are names such as eu-central-1",
                "sqs://t?fifo=yes|fifo is 'yes', allowed are true and false",
                "sqs://t?visibility=9|visibility is '9', allowed are whole numbers from 10 to 3600",
                "sqs://t?visibility=3601|allowed are whole numbers from 10 to 3600",
                "sqs://t?poll=21|poll is '21', allowed are whole numbers from 0 to 20",
                "sqs://t?reply_idle=10|reply_idle is '10', allowed are whole numbers from 11 to 10080",
                "sqs://t?endpoint=ftp://x|endpoint must be http://HOST:PORT",
                "sqs://t?endpoint=http://u:p@x|endpoint must be http://HOST:PORT",
                "sqs://t?kms=a*b|kms is 'a*b', allowed are a key's alias",
            })
    void whatIsWrongIsNamed(String url, String problem) {
        assertThatThrownBy(() -> SqsSettings.parse(url, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void everyProblemIsToldAndNoPasswordIs() {
        assertThatThrownBy(() -> SqsSettings.parse(
                        "sqs://me:secret@t?poll=x&max_receive=0&endpoint=http://me:secret@h", Map.of()))
                .hasMessageContainingAll("the prefix is", "poll is 'x'", "max_receive is '0'", "//***@t")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "queue.model.train,false,p-queue-model-train",
        "queue.model.train,true,p-queue-model-train.fifo",
        "queue.model.predict,true,p-queue-model-predict",
        "a-b.c,false,p-a--b-c",
        "a_b,false,p-a_b",
    })
    void queuesHaveNamesThatSqsTakes(String queue, String fifo, String name) {
        SqsSettings settings = SqsSettings.parse("sqs://p?fifo=" + fifo, Map.of());

        assertThat(QueuePlan.of(settings, queue).name()).isEqualTo(name);
    }

    @Test
    void deadLettersAreOfTheKindOfTheirSource() {
        SqsSettings settings = SqsSettings.parse("sqs://p?fifo=true", Map.of());

        assertThat(QueuePlan.dead(settings, "queue.model.train").name()).isEqualTo("p-queue-model-train-dead.fifo");
        assertThat(QueuePlan.dead(settings, "queue.model.predict").name()).isEqualTo("p-queue-model-predict-dead");
    }

    @ParameterizedTest
    @CsvSource({"a b", "a/b", "ä", "x1234567890123456789012345678901234567890123456789012345678901234567890123456789"})
    void whatCannotBeNamedIsRefused(String queue) {
        assertThatThrownBy(() -> QueuePlan.of(SqsSettings.parse("sqs://p", Map.of()), queue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot have a name at SQS");
    }

    @Test
    void aQueueOfTasksIsKeptLongAndHasDeadLetters() {
        SqsSettings settings = SqsSettings.parse("sqs://p?visibility=30&poll=5&max_receive=7", Map.of());

        assertThat(QueuePlan.of(settings, "queue.model.train").attributes(settings, "arn:dead"))
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30")
                .containsEntry(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "5")
                .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600")
                .containsEntry(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1048576")
                .containsEntry(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true")
                .containsEntry(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:dead\",\"maxReceiveCount\":7}")
                .doesNotContainKey(QueueAttributeName.FIFO_QUEUE);
        assertThat(QueuePlan.of(settings, "queue.model.predict").attributes(settings, null))
                .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60")
                .doesNotContainKey(QueueAttributeName.REDRIVE_POLICY);
    }
}
