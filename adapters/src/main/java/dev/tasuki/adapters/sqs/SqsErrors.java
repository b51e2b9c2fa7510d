package dev.tasuki.adapters.sqs;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.OverLimitException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What the SDK throws, as refusals: each is a sentence that says what to do, without class, path or secret. */
final class SqsErrors {
    private static final Logger LOG = LoggerFactory.getLogger(SqsErrors.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);
    private static final int LONGEST_REASON = 200;
    private static final Set<String> THROTTLED = Set.of(
            "ThrottlingException",
            "RequestThrottled",
            "RequestThrottledException",
            "KmsThrottled",
            "KMS.ThrottlingException",
            "ServiceUnavailable");
    private static final Set<String> CREDENTIALS = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "InvalidAccessKeyId",
            "InvalidSecurity",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken");
    private static final Set<String> CLOCK =
            Set.of("RequestExpired", "RequestTimeTooSkewed", "SignatureExpired", "InvalidTimestamp");

    private final String where;
    private final boolean create;

    SqsErrors(SqsSettings settings) {
        this.where = settings.where();
        this.create = settings.queueing().create();
    }

    /** True if the refusal is about a queue that is not there. */
    static boolean queueIsGone(Throwable refusal) {
        return refusal.getCause() instanceof QueueDoesNotExistException;
    }

    /** True if SQS, or the way to it, is to blame, so that waiting may help; false for what we refuse by ourselves. */
    static boolean mayPass(Refusal refusal) {
        return OutageLog.endsTurn(refusal) && refusal.getCause() instanceof SdkException && !queueIsGone(refusal);
    }

    /** True if SQS wants fewer calls. */
    static boolean throttled(Throwable failure) {
        return failure instanceof AwsServiceException service
                && (service.isThrottlingException()
                        || service.statusCode() == 503
                        || THROTTLED.contains(code(service)));
    }

    /** The refusal for a call about this queue that failed. */
    Refusal translate(SdkException failure, Action action, String queue) {
        return switch (failure) {
            case QueueDoesNotExistException e -> absent(queue, e);
            case OverLimitException e ->
                unavailable(
                        "the queue " + queue + " has 120,000 messages in hand at " + where
                                + ": consumers take and do not finish",
                        LATER,
                        e);
            case AwsServiceException e -> answered(e, action, queue);
            case ApiCallTimeoutException e -> silent(e);
            case ApiCallAttemptTimeoutException e -> silent(e);
            case AbortedException e -> unavailable("the call to " + where + " was given up", SOON, e);
            default -> unreached(failure);
        };
    }

    Unavailable absent(String queue, @Nullable Throwable cause) {
        String remedy =
                create ? " any more; it is made again" : "; make it with deploy/sqs/template.yml, or allow create=true";
        return unavailable("the queue " + queue + " is not there at " + where + remedy, SOON, cause);
    }

    Unavailable closed() {
        return unavailable("the connection to " + where + " is closed", SOON, null);
    }

    Unavailable unavailable(String detail, @Nullable Throwable cause) {
        return unavailable(detail, SOON, cause);
    }

    TooBusy tooBusy(String detail, @Nullable Throwable cause) {
        return new TooBusy(RefusalCode.TOO_BUSY, detail, SOON, cause);
    }

    /** For a message of a batch that SQS did not take. */
    Refusal entry(EntryFailed failed, Action action, String queue) {
        if (THROTTLED.contains(failed.code())) {
            return tooBusy(where + " asks for fewer calls (" + failed.code() + "); try again", failed);
        }
        if (ofAKey(failed.code())) {
            return key(failed.code(), queue, failed);
        }
        return failed.senderFault()
                ? defect(
                        where + " took a message for " + queue + " for wrong (" + failed.code()
                                + "), which is a defect here",
                        failed)
                : unavailable(
                        where + " could not do " + action.right() + " for " + queue + " (" + failed.code() + ")",
                        SOON,
                        failed);
    }

    private Refusal answered(AwsServiceException e, Action action, String queue) {
        String code = code(e);
        int status = e.statusCode();
        if (throttled(e)) {
            return tooBusy(where + " asks for fewer calls (" + code + "); try again", e);
        }
        if (CLOCK.contains(code) || ofTheClock(e)) {
            return unavailable(
                    "the clock of this machine differs too much from that of " + where + ": set it", LATER, e);
        }
        if (CREDENTIALS.contains(code)) {
            return unavailable(
                    where + " refuses the credentials (" + code
                            + "): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or renew them",
                    LATER,
                    e);
        }
        if (ofAKey(code)) {
            return key(code, queue, e);
        }
        if (code.contains("QueueDeletedRecently")) {
            return unavailable(
                    "the queue " + queue + " was deleted at " + where
                            + " less than a minute ago, and SQS makes none of that name so soon; it is made again by itself",
                    LATER,
                    e);
        }
        if (status == 403 || code.contains("AccessDenied") || code.contains("NotAuthorized")) {
            return unavailable(
                    "no right to " + action.right() + " on " + queue + " at " + where + " (" + code
                            + "): see docs/sqs.md, Rights",
                    LATER,
                    e);
        }
        if (status >= 500) {
            return unavailable(
                    where + " answers with an error of its own (" + status + " " + code + "); try again", SOON, e);
        }
        return defect(where + " refused " + action.right() + " for " + queue + " (" + status + " " + code + ")", e);
    }

    /** AWS says of a signature that is too old what it says of a wrong one, in other words. */
    private static boolean ofTheClock(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String words = details == null ? "" : String.valueOf(details.errorMessage());
        return words.contains("Signature expired") || words.contains("Signature not yet current");
    }

    /** True if it is about the key by which a queue is encrypted. */
    private static boolean ofAKey(String code) {
        return code.startsWith("Kms") || code.startsWith("KMS.");
    }

    private Unavailable key(String code, String queue, Throwable cause) {
        String remedy = code.contains("AccessDenied")
                ? "allow kms:GenerateDataKey and kms:Decrypt with it, see docs/sqs.md, Rights"
                : "enable it, or give the queue another";
        return unavailable(
                "the key by which " + queue + " is encrypted at " + where + " cannot be used (" + code + "): " + remedy,
                LATER,
                cause);
    }

    private Corrupt defect(String detail, Throwable cause) {
        LOG.error("{}", detail, cause);
        return new Corrupt(RefusalCode.INTERNAL, detail, cause);
    }

    private Refusal silent(SdkException e) {
        return unavailable("no answer from " + where + " in time: check that it runs and is not overloaded", SOON, e);
    }

    /** Nothing that the service said: credentials, network, time. */
    private Refusal unreached(SdkException failure) {
        String words = String.valueOf(failure.getMessage());
        if (words.contains("Unable to load credentials")) {
            return unavailable(
                    "no credentials for " + where + " were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                            + " or fill ~/.aws/credentials, or give this machine a role",
                    LATER,
                    failure);
        }
        if (words.contains("Unable to load region")) {
            return unavailable(
                    "no region for SQS was found: give region=… in the URL, or set AWS_REGION", LATER, failure);
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException e -> {
                    return unavailable(
                            "the host of " + where + " is unknown: check region and endpoint", SOON, failure);
                }
                case SocketTimeoutException e -> {
                    return silent(failure);
                }
                case ConnectException e -> {
                    return unavailable(
                            where + " does not accept connections: check that it runs and that endpoint is right",
                            SOON,
                            failure);
                }
                default -> {}
            }
        }
        return unavailable("the connection to " + where + " broke; try again", SOON, failure);
    }

    private static String code(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .map(code -> Shown.of(code, LONGEST_REASON))
                .orElse("no code");
    }

    private static Unavailable unavailable(String detail, Duration retryAfter, @Nullable Throwable cause) {
        return new Unavailable(RefusalCode.BROKER_UNAVAILABLE, detail, retryAfter, cause);
    }
}
