package dev.tasuki.adapters.gcs;

import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes refusals of answers and failures, each with a sentence that says what to do. */
final class GcsFailures {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(30);
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,40}");
    /** Google names what is missing in the sentence of a 403. */
    private static final Pattern PERMISSION = Pattern.compile("\\b(storage\\.[a-z]{1,20}\\.[a-zA-Z]{1,30})\\b");

    private static final String PERMISSIONS =
            "storage.objects.get, storage.objects.create, storage.objects.delete" + " and storage.objects.list";

    private final String bucket;
    private final String place;

    GcsFailures(GcsSettings settings) {
        this.bucket = settings.bucket();
        this.place = settings.place();
    }

    /** The refusal for an answer that is not what was asked for; 404 is that of the object with this key. */
    Refusal translate(GcsReply reply, String key) {
        int status = reply.status();
        String word = word(reply);
        return switch (status) {
            case 401 ->
                unavailable(
                        ("%s refuses the credentials (%s); check what GOOGLE_APPLICATION_CREDENTIALS names, or renew"
                                        + " them.")
                                .formatted(place, word),
                        LATER);
            case 403 -> forbidden(reply, word);
            case 404 -> noSuchBucket(reply) ? noBucket() : absent(key);
            case 408 -> silent(null);
            case 429 -> slowDown(word);
            default -> byClass(reply, word);
        };
    }

    /** True if a 404 says that the bucket, not the object, is missing. */
    static boolean noSuchBucket(GcsReply reply) {
        return reply.message().toLowerCase(Locale.ROOT).contains("bucket does not exist");
    }

    /** True if a 404 says that the object, not the bucket, is missing. */
    static boolean noSuchObject(GcsReply reply) {
        return reply.message().startsWith("No such object");
    }

    /** For a key under which nothing is stored. */
    NotFound absent(String key) {
        return new NotFound(RefusalCode.OBJECT_NOT_FOUND, "No object \"" + key + "\" is in the store.");
    }

    /** For a bucket that is not there. */
    Unavailable noBucket() {
        return unavailable(
                "The bucket \"%s\" does not exist at %s; create it, or name another one.".formatted(bucket, place),
                LATER);
    }

    /** For credentials that cannot be read or give no token. */
    Unavailable credentials(UnusableCredentials e) {
        return unavailable(e.sentence(), LATER, e);
    }

    /** For bytes that arrived as others. */
    Unavailable damaged() {
        return unavailable(
                "The bytes were damaged on their way to %s (crc32c); send them again.".formatted(place), SOON);
    }

    /** For an upload that cannot go on. */
    Unavailable lostUpload(String why) {
        return unavailable("%s %s; send the object again.".formatted(place, why), SOON);
    }

    /** For an answer that no store of Google's gives. */
    Unavailable strange(String what) {
        return unavailable(
                "What answers at %s is no Google Cloud Storage: %s; check the endpoint.".formatted(place, what), LATER);
    }

    Unavailable stopped(InterruptedException e) {
        return unavailable("The work was stopped while it waited for the store.", SOON, e);
    }

    /** For a request without a whole answer. */
    Unavailable unreached(IOException failure) {
        if (failure instanceof HttpWire.AnswerTooLarge) {
            return strange(String.valueOf(failure.getMessage()));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnresolvedAddressException e -> {
                    return unavailable(
                            "The host of %s is unknown; check the endpoint and the network.".formatted(place),
                            SOON,
                            failure);
                }
                case HttpConnectTimeoutException e -> {
                    return unconnected(failure);
                }
                case HttpTimeoutException e -> {
                    return silent(failure);
                }
                default -> {}
            }
        }
        return failure instanceof ConnectException
                ? unconnected(failure)
                : unavailable("The connection to %s broke; try again.".formatted(place), SOON, failure);
    }

    private Unavailable unconnected(IOException failure) {
        return unavailable(
                "%s does not accept connections; check that it runs and that the endpoint is right.".formatted(place),
                SOON,
                failure);
    }

    private Refusal forbidden(GcsReply reply, String word) {
        if (word.toLowerCase(Locale.ROOT).contains("ratelimit")) {
            return slowDown(word);
        }
        Matcher named = PERMISSION.matcher(reply.message());
        String missing = named.find() ? named.group(1) : PERMISSIONS;
        return unavailable(
                ("%s denies access to the bucket \"%s\" (%s); allow these credentials %s on it: the role"
                                + " Storage Object User has them.")
                        .formatted(place, bucket, word, missing),
                LATER);
    }

    private Refusal byClass(GcsReply reply, String word) {
        int status = reply.status();
        if (status >= 500) {
            return unavailable(
                    "%s answers with an error of its own (%d %s); try again.".formatted(place, status, word), SOON);
        }
        if (status >= 300 && status < 400) {
            return unavailable(
                    ("%s sends elsewhere (%d), where no token may go; name that place as endpoint if it is right.")
                            .formatted(place, status),
                    LATER);
        }
        String words = reply.message().toLowerCase(Locale.ROOT);
        if (status == 400 && words.contains("requester pays")) {
            return unavailable(
                    "The bucket \"%s\" lets those pay who ask; add project=… to the store's URL.".formatted(bucket),
                    LATER);
        }
        if (status == 400 && (words.contains("crc32c") || words.contains("md5"))) {
            return damaged();
        }
        return unavailable("%s refuses the request (%d %s).".formatted(place, status, word), LATER);
    }

    private Unavailable slowDown(String word) {
        return unavailable("%s asks for fewer requests (%s); try again later.".formatted(place, word), LATER);
    }

    private Unavailable silent(@Nullable IOException failure) {
        return unavailable(
                "%s gave no answer in time; check that it runs and is not overloaded.".formatted(place), SOON, failure);
    }

    private static String word(GcsReply reply) {
        String reason = reply.reason();
        return WORD.matcher(reason).matches() ? reason : "no code";
    }

    private static Unavailable unavailable(String detail, Duration retryAfter) {
        return unavailable(detail, retryAfter, null);
    }

    private static Unavailable unavailable(String detail, Duration retryAfter, @Nullable Throwable cause) {
        return new Unavailable(RefusalCode.STORE_UNAVAILABLE, detail, retryAfter, cause);
    }
}
