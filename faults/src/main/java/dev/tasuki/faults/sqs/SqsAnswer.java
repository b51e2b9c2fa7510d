package dev.tasuki.faults.sqs;

import java.nio.charset.StandardCharsets;

/** An answer, as the protocol awsJson 1.0 has it. */
record SqsAnswer(int status, byte[] body) {
    static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    static SqsAnswer ok(String json) {
        return new SqsAnswer(OK, json.getBytes(StandardCharsets.UTF_8));
    }

    static SqsAnswer throttled() {
        return error(BAD_REQUEST, "ThrottlingException", "Rate exceeded");
    }

    static SqsAnswer unavailable() {
        return error(UNAVAILABLE, "ServiceUnavailable", "The service is not there for the moment");
    }

    private static SqsAnswer error(int status, String code, String message) {
        String json = "{\"__type\": \"com.amazonaws.sqs#%s\", \"message\": \"%s\"}".formatted(code, message);
        return new SqsAnswer(status, json.getBytes(StandardCharsets.UTF_8));
    }
}
