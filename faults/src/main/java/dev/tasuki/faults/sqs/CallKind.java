package dev.tasuki.faults.sqs;

/**
 * Calls of SQS that are alike.
 *
 * @param accessKey whose calls they are; empty if they are not signed
 * @param action such as {@code SendMessageBatch}
 * @param queue its name, or what the names of several begin with; empty if they are about none
 */
public record CallKind(String accessKey, String action, String queue) {}
