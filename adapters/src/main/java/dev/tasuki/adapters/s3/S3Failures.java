package dev.tasuki.adapters.s3;

import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes refusals of what the SDK throws, each with a sentence that says what to do. */
final class S3Failures {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(30);

    private final String bucket;
    private final String place;

    S3Failures(S3Settings settings) {
        this.bucket = settings.bucket();
        this.place = settings.endpoint().text();
    }

    /** The refusal for a failure that befell the object with this key. */
    Refusal translate(SdkException failure, String key) {
        return switch (failure) {
            case NoSuchKeyException e -> absent(key, e);
            case NoSuchBucketException e -> noBucket(e);
            case S3Exception e -> answered(e);
            case ApiCallTimeoutException e -> silent(e);
            case ApiCallAttemptTimeoutException e -> silent(e);
            case AbortedException e -> unavailable("The work was stopped while it waited for the store.", SOON, e);
            default -> unreached(failure);
        };
    }

    /** For a key under which nothing is stored. */
    NotFound absent(String key, @Nullable Throwable cause) {
        return new NotFound(RefusalCode.OBJECT_NOT_FOUND, "No object \"" + key + "\" is in the store.", cause);
    }

    /** For a bucket that is not there. */
    Unavailable noBucket(@Nullable Throwable cause) {
        return unavailable(
                "The bucket \"%s\" does not exist at %s; create it, or name another one.".formatted(bucket, place),
                LATER,
                cause);
    }

    private Refusal answered(S3Exception e) {
        int status = e.statusCode();
        String code = code(e);
        return switch (code) {
            case "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "InvalidToken",
                    "ExpiredToken",
                    "TokenRefreshRequired" ->
                unavailable(
                        ("%s refuses the credentials (%s);"
                                        + " check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or renew them.")
                                .formatted(place, code),
                        LATER,
                        e);
            case "RequestTimeTooSkewed" ->
                unavailable(
                        "The clock of this machine differs too much from that of %s; set it.".formatted(place),
                        LATER,
                        e);
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                unavailable(
                        "The bucket \"%s\" is in another region; set AWS_REGION to its region.".formatted(bucket),
                        LATER,
                        e);
            case "SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests" ->
                slowDown(e);
            case "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch" ->
                unavailable(
                        "The bytes were damaged on their way to %s (%s); send them again.".formatted(place, code),
                        SOON,
                        e);
            default -> byStatus(status, code, e);
        };
    }

    private Refusal byStatus(int status, String code, S3Exception e) {
        if (status == 403) {
            return unavailable(
                    ("%s denies access to the bucket \"%s\" (%s); allow these credentials"
                                    + " s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload"
                                    + " and s3:ListBucket on it.")
                            .formatted(place, bucket, code),
                    LATER,
                    e);
        }
        if (status == 429 || e.isThrottlingException()) {
            return slowDown(e);
        }
        if (status == 301 || status == 307) {
            return unavailable(
                    "The bucket \"%s\" is in another region; set AWS_REGION to its region.".formatted(bucket),
                    LATER,
                    e);
        }
        if (status >= 500) {
            return unavailable(
                    "%s answers with an error of its own (%d %s); try again.".formatted(place, status, code), SOON, e);
        }
        return unavailable(
                "%s does not take the request for bucket \"%s\" (%d %s); check bucket, endpoint and region."
                        .formatted(place, bucket, status, code),
                LATER,
                e);
    }

    private Refusal slowDown(S3Exception e) {
        return unavailable("%s asks for fewer requests (%s); try again later.".formatted(place, code(e)), LATER, e);
    }

    private Refusal silent(SdkException e) {
        return unavailable(
                "%s gave no answer in time; check that it runs and is not overloaded.".formatted(place), SOON, e);
    }

    /** Nothing that the service said: credentials, network, time. */
    private Refusal unreached(SdkException failure) {
        String words = String.valueOf(failure.getMessage());
        if (words.contains("Unable to load credentials")) {
            return unavailable(
                    ("No credentials for %s were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                                    + " or fill ~/.aws/credentials, or give this machine a role.")
                            .formatted(place),
                    LATER,
                    failure);
        }
        if (words.contains("Unable to load region")) {
            return unavailable("No region was found; set AWS_REGION to the bucket's region.", LATER, failure);
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException e -> {
                    return unavailable(
                            "The host of %s is unknown; check AWS_ENDPOINT_URL.".formatted(place), SOON, failure);
                }
                case SocketTimeoutException e -> {
                    return silent(failure);
                }
                case ConnectException e -> {
                    return unavailable(
                            "%s does not accept connections; check that it runs and that AWS_ENDPOINT_URL is right."
                                    .formatted(place),
                            SOON,
                            failure);
                }
                default -> {}
            }
        }
        return unavailable("The connection to %s broke; try again.".formatted(place), SOON, failure);
    }

    private static String code(S3Exception e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(details -> details.errorCode())
                .orElse("no code");
    }

    private static Unavailable unavailable(String detail, Duration retryAfter, @Nullable Throwable cause) {
        return new Unavailable(RefusalCode.STORE_UNAVAILABLE, detail, retryAfter, cause);
    }
}
