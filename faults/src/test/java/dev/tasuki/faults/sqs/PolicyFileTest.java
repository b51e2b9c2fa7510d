package dev.tasuki.faults.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A right that is missing, and one that nobody needs, are both found. */
final class PolicyFileTest {
    @TempDir
    Path directory;

    private PolicyFile policy;

    @BeforeEach
    void write() throws IOException {
        policy = PolicyFile.read(Files.writeString(directory.resolve("policy.json"), """
                        {"Statement": [
                          {"Action": ["sqs:SendMessage", "sqs:DeleteMessage"],
                           "Resource": "arn:aws:sqs:REGION:ACCOUNT:PREFIX-queue-*"},
                          {"Action": "sqs:ListQueues", "Resource": "*"}]}"""), "p");
    }

    @Test
    void batchesNeedTheRightOfTheSingleAction() {
        List<CallKind> calls = List.of(
                new CallKind("", "SendMessageBatch", "p-queue-a"),
                new CallKind("", "DeleteMessage", "p-queue-b"),
                new CallKind("", "ListQueues", "p-reply-"));
        assertThat(policy.missing(calls)).isEmpty();
        assertThat(policy.unused(calls)).isEmpty();
    }

    @Test
    void aCallOfAnotherQueueIsNotAllowed() {
        assertThat(policy.missing(List.of(new CallKind("", "SendMessage", "q-queue-a"))))
                .containsExactly("SendMessage of q-queue-a");
        assertThat(policy.missing(List.of(new CallKind("", "CreateQueue", "p-queue-a"))))
                .containsExactly("CreateQueue of p-queue-a", "TagQueue of p-queue-a");
    }

    @Test
    void whatNobodyCallsIsNamed() {
        assertThat(policy.unused(List.of(new CallKind("", "SendMessage", "p-queue-a"))))
                .hasSize(2)
                .anyMatch(right -> right.contains("sqs:DeleteMessage"))
                .anyMatch(right -> right.contains("sqs:ListQueues"));
    }
}
