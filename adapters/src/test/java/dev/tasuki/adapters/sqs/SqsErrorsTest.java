package dev.tasuki.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.OverLimitException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsErrorsTest {
    private final SqsErrors errors = new SqsErrors(SqsSettings.parse("sqs://p?region=eu-west-1", Map.of()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|AccessDenied|no right to sqs:ReceiveMessage on p-q at Amazon SQS in eu-west-1",
                "400|KmsAccessDenied|see docs/sqs.md, Rights",
                "403|InvalidClientTokenId|refuses the credentials (InvalidClientTokenId)",
                "403|RequestExpired|the clock of this machine differs too much",
                "400|KmsAccessDenied|allow kms:GenerateDataKey and kms:Decrypt with it",
                "400|KmsDisabled|the key by which p-q is encrypted at Amazon SQS in eu-west-1 cannot be used (KmsDisabled)",
                "400|KMS.NotFoundException|enable it, or give the queue another",
                "403|SignatureDoesNotMatch|check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                "400|AWS.SimpleQueueService.QueueDeletedRecently|the queue p-q was deleted at",
                "500|InternalFailure|answers with an error of its own (500 InternalFailure)",
            })
    void whatPassesIsUnavailableInWords(int status, String code, String words) {
        Refusal refusal = errors.translate(answer(status, code), Action.RECEIVE, "p-q");

        assertThat(refusal).isInstanceOf(Unavailable.class);
        assertThat(refusal.detail()).contains(words).doesNotContain("software.amazon", "Exception:");
    }

    @ParameterizedTest
    @CsvSource({"400,ThrottlingException", "400,RequestThrottled", "400,KmsThrottled", "503,ServiceUnavailable"})
    void tooManyCallsAreTooBusy(int status, String code) {
        assertThat(SqsErrors.throttled(answer(status, code))).isTrue();
        assertThat(errors.translate(answer(status, code), Action.SEND, "p-q")).isInstanceOf(TooBusy.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SignatureDoesNotMatch, Signature expired: 20200101T000000Z is now earlier than 20261128T000000Z",
        "InvalidSignatureException, Signature not yet current: 20300101T000000Z is still later than 20261128T000000Z"
    })
    void aSignatureOfAnotherTimeIsTheClocks(String code, String message) {
        Refusal refusal = errors.translate(answer(403, code, message), Action.SEND, "p-q");

        assertThat(refusal.detail())
                .isEqualTo("the clock of this machine differs too much from that of Amazon SQS in eu-west-1: set it");
    }

    @Test
    void whatWeSentWrongIsADefect() {
        assertThat(errors.translate(answer(400, "InvalidParameterValue"), Action.SEND, "p-q"))
                .isInstanceOf(Corrupt.class);
        assertThat(errors.entry(new EntryFailed("InvalidMessageContents", "", true), Action.SEND, "p-q"))
                .isInstanceOf(Corrupt.class);
    }

    @Test
    void aQueueThatIsGoneAndOneThatIsFullAreNamed() {
        Refusal gone = errors.translate(
                QueueDoesNotExistException.builder().message("x").build(), Action.SEND, "p-q");
        assertThat(gone.detail())
                .isEqualTo("the queue p-q is not there at Amazon SQS in eu-west-1 any more; it is made again");
        assertThat(SqsErrors.queueIsGone(gone)).isTrue();
        assertThat(errors.translate(OverLimitException.builder().build(), Action.RECEIVE, "p-q")
                        .detail())
                .contains("120,000 messages in hand", "consumers take and do not finish");
    }

    @Test
    void whatIsMissingOnThisMachineIsNamed() {
        assertThat(errors.translate(
                                SdkClientException.create("Unable to load credentials from any of the providers"),
                                Action.SEND,
                                "p-q")
                        .detail())
                .contains("no credentials", "AWS_ACCESS_KEY_ID");
        assertThat(errors.translate(SdkClientException.create("Unable to load region"), Action.SEND, "p-q")
                        .detail())
                .contains("give region=… in the URL");
    }

    @Test
    void aDeliveryThatIsLostIsToldByCodeOrByWords() {
        assertThat(new EntryFailed("ReceiptHandleIsInvalid", "", true).lost()).isTrue();
        assertThat(new EntryFailed("AWS.SimpleQueueService.MessageNotInflight", "", true).lost())
                .isTrue();
        assertThat(new EntryFailed(
                                "InvalidParameterValue",
                                "Reason: Message does not exist or is not available for visibility timeout change.",
                                true)
                        .lost())
                .isTrue();
        assertThat(new EntryFailed("InternalError", "", false).lost()).isFalse();
    }

    @Test
    void aServerThatIsAwayIsAStatus() {
        SqsSettings nowhere = SqsWorld.settings(URI.create("http://127.0.0.1:1"), "p", "");
        try (SqsBroker broker = new SqsBroker(
                SqsWorld.clients(nowhere),
                new MemoryObjectStore(),
                InstantSource.system(),
                SqsBroker.Rhythm.STANDARD)) {
            BrokerStatus status = broker.status();

            assertThat(status.connected()).isFalse();
            assertThat(status.detail())
                    .isEqualTo("SQS at http://127.0.0.1:1 does not accept connections:"
                            + " check that it runs and that endpoint is right");
        }
    }

    private static SqsException answer(int status, String code) {
        return answer(status, code, "secret words of the service");
    }

    private static SqsException answer(int status, String code, String message) {
        return (SqsException) SqsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
