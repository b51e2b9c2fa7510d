package dev.tasuki.adapters.sqs;

import java.util.Locale;

/** What is asked of SQS: counted apart, and named in messages about rights. */
enum Action {
    SEND("SendMessage"),
    RECEIVE("ReceiveMessage"),
    DELETE("DeleteMessage"),
    VISIBILITY("ChangeMessageVisibility"),
    FIND("GetQueueUrl"),
    LOOK("GetQueueAttributes"),
    MAKE("CreateQueue"),
    LIST("ListQueues"),
    TAG("TagQueue"),
    TAGS("ListQueueTags"),
    REMOVE("DeleteQueue");

    private final String right;

    Action(String right) {
        this.right = right;
    }

    /** The right that it needs, as policies write it. */
    String right() {
        return "sqs:" + right;
    }

    /** Lower case. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
