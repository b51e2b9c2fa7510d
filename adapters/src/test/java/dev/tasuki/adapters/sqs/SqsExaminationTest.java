package dev.tasuki.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.adapters.sqs.SqsExamination.Finding;
import dev.tasuki.adapters.sqs.SqsExamination.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Each ailment is named, with what ends it; a server that is well has none. */
final class SqsExaminationTest {
    private static final String TRAIN = "p-queue-model-train";
    private static final String DEAD = TRAIN + "-dead";
    private static final String PREDICT = "p-queue-model-predict";
    private static final AwsCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAOFTHISTEST1234", "secret-of-this-test"));

    private CannedSqs server;

    @BeforeEach
    void openServer() throws IOException {
        server = new CannedSqs();
        server.queue(DEAD, attributes(1_209_600));
        server.queue(PREDICT, attributes(60));
        Map<String, String> train = attributes(1_209_600);
        train.put("RedrivePolicy", redrive(DEAD));
        server.queue(TRAIN, train);
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private static Map<String, String> attributes(int retention) {
        return new HashMap<>(Map.of(
                "VisibilityTimeout", "60",
                "ReceiveMessageWaitTimeSeconds", "20",
                "MaximumMessageSize", "1048576",
                "SqsManagedSseEnabled", "true",
                "ApproximateNumberOfMessages", "0",
                "MessageRetentionPeriod", Integer.toString(retention)));
    }

    private static String redrive(String name) {
        return "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:" + name + "\",\"maxReceiveCount\":20}";
    }

    private List<Finding> look(String parameters) {
        return look(parameters, KEYS);
    }

    private List<Finding> look(String parameters, AwsCredentialsProvider credentials) {
        return look(parameters, credentials, InstantSource.system());
    }

    private List<Finding> look(String parameters, AwsCredentialsProvider credentials, InstantSource clock) {
        SqsSettings settings =
                SqsSettings.parse("sqs://p?region=us-east-1&endpoint=" + server.endpoint() + parameters, Map.of());
        return SqsExamination.of(settings, credentials, clock);
    }

    private static Finding only(List<Finding> findings, State state) {
        assertThat(findings)
                .filteredOn(each -> each.state() == state)
                .as(findings.toString())
                .hasSize(1);
        return findings.stream()
                .filter(each -> each.state() == state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aServerThatIsWellIsOnlyLookedAt() {
        List<Finding> findings = look("");
        assertThat(findings).extracting(Finding::state).containsOnly(State.OK);
        assertThat(findings.toString())
                .contains("access key …1234", TRAIN + ": as wanted", DEAD + ": as wanted", PREDICT + ": as wanted")
                .contains("every 20 s: 129,600 calls a month, 0.05 $")
                .doesNotContain("secret-of-this-test");
        assertThat(server.called()).containsExactlyInAnyOrder("GetQueueUrl", "GetQueueAttributes", "ListQueues");
    }

    @Test
    void noCredentials() {
        AwsCredentialsProvider none = AwsCredentialsProviderChain.of(() -> {
            throw SdkClientException.create("none of this test");
        });
        Finding finding = only(look("", none), State.FAIL);
        assertThat(finding.subject()).isEqualTo("credentials");
        assertThat(finding.detail()).contains("no credentials for SQS");
        assertThat(finding.remedy()).contains("AWS_ACCESS_KEY_ID");
    }

    @Test
    void aQueueThatIsNotThere() {
        server.remove(PREDICT);
        assertThat(look("").toString()).contains(PREDICT + ": not there yet; made when it is first used");
        Finding finding = only(look("&create=false"), State.FAIL);
        assertThat(finding.detail()).isEqualTo(PREDICT + " is not there, and create=false");
        assertThat(finding.remedy()).contains("deploy/sqs/template.yml");
    }

    @ParameterizedTest
    @CsvSource({
        "VisibilityTimeout, 30, 60",
        "MessageRetentionPeriod, 345600, 1209600",
        "MaximumMessageSize, 262144, 1048576",
        "SqsManagedSseEnabled, false, true"
    })
    void attributesThatDiffer(String attribute, String has, String wanted) {
        server.change(TRAIN, attribute, has);
        Finding finding = only(look(""), State.WARN);
        assertThat(finding.detail())
                .contains(TRAIN, "is used as it is", attribute + " is " + has + ", wanted is " + wanted);
        assertThat(finding.remedy()).contains("set-queue-attributes");
        assertThat(only(look("&strict_queues=true"), State.FAIL).detail()).contains(attribute);
    }

    @Test
    void aQueueWithoutDeadLetters() {
        server.change(TRAIN, "RedrivePolicy", null);
        assertThat(only(look(""), State.WARN).detail()).contains(TRAIN, "no RedrivePolicy", DEAD);
    }

    @Test
    void deadLettersThatHaveNoPlace() {
        server.change(TRAIN, "RedrivePolicy", redrive("elsewhere"));
        Finding absent = only(look(""), State.FAIL);
        assertThat(absent.detail()).isEqualTo(TRAIN + " gives them to elsewhere, which is not there");
        assertThat(absent.remedy()).contains("RedrivePolicy");

        server.change(TRAIN, "RedrivePolicy", redrive("some.fifo"));
        assertThat(only(look(""), State.FAIL).detail()).contains("some.fifo, which is of the other kind");
    }

    @Test
    void deadLettersThatNobodyHasLookedAt() {
        server.change(DEAD, "ApproximateNumberOfMessages", "3");
        Finding finding = only(look(""), State.WARN);
        assertThat(finding.detail()).contains(DEAD + " has 3 messages");
        assertThat(finding.remedy()).contains("./tasuki dead-letters");
    }

    @Test
    void rightsThatAreMissing() {
        server.refuse("GetQueueAttributes", "AccessDenied");
        List<Finding> findings = look("");
        assertThat(findings)
                .filteredOn(each -> each.state() == State.FAIL)
                .hasSize(3)
                .allSatisfy(finding -> {
                    assertThat(finding.subject()).isEqualTo("rights");
                    assertThat(finding.detail()).contains("no right to sqs:GetQueueAttributes on p-queue");
                    assertThat(finding.remedy()).isEqualTo("see docs/sqs.md, Rights");
                });
    }

    @Test
    void aConsumerNeedNotListQueues() {
        server.refuse("ListQueues", "AccessDenied");
        assertThat(only(look(""), State.WARN).remedy()).contains("producers need it, consumers do not");
    }

    @Test
    void credentialsThatAreRefused() {
        server.refuse("GetQueueUrl", "InvalidClientTokenId");
        Finding finding = only(look(""), State.FAIL);
        assertThat(finding.detail()).contains("refuses the credentials (InvalidClientTokenId)");
        assertThat(finding.remedy()).contains("AWS_ACCESS_KEY_ID");
    }

    @Test
    void aClockThatIsWrong() {
        InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(4));
        Finding finding = only(look("", KEYS, ahead), State.WARN);
        assertThat(finding.subject()).isEqualTo("clock");
        assertThat(finding.detail()).startsWith("the clock of SQS and ours are 2");

        server.refuse("GetQueueUrl", "RequestTimeTooSkewed");
        assertThat(only(look(""), State.FAIL).detail()).contains("clock");
    }

    @Test
    void replyQueuesOfProcessesThatAreGone() {
        Instant now = Instant.now();
        server.tagged(
                "p-reply-gone",
                Map.of("tasuki-seen", Long.toString(now.minusSeconds(7_200).getEpochSecond())));
        server.tagged("p-reply-here", Map.of("tasuki-seen", Long.toString(now.getEpochSecond())));
        server.tagged("p-reply-foreign", Map.of());
        Finding finding = only(look(""), State.WARN);
        assertThat(finding.detail()).isEqualTo("1 of 3 have no process any more");
        assertThat(finding.remedy()).contains("removes them");
    }

    @Test
    void pollsThatCostWithoutEnd() {
        server.change(TRAIN, "ReceiveMessageWaitTimeSeconds", "0");
        server.change(DEAD, "ReceiveMessageWaitTimeSeconds", "0");
        server.change(PREDICT, "ReceiveMessageWaitTimeSeconds", "0");
        assertThat(only(look("&poll=0"), State.WARN).detail()).contains("poll=0");
    }

    @Test
    void aServerThatIsAway() {
        server.close();
        Finding finding = only(look(""), State.FAIL);
        assertThat(finding.subject()).isEqualTo("server");
        assertThat(finding.detail()).contains("does not accept connections");
    }
}
