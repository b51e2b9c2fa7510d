package dev.tasuki.adapters.s3;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Asks a store about one object in the shortest way: a signed HEAD on a connection that is kept, one attempt. The SDK's
 * client does the same with all that any call of any service may need, which costs several times the processor time of
 * the question itself, and each training that is accepted waits for one. Only a plain answer counts here. Whatever else
 * happens is for the SDK's client, which asks once more, repeats, and knows what each failure means.
 *
 * <p>A signature is used again for half a minute: it says which object is asked for, by whom and when, and stores take one
 * that is up to a quarter of an hour old. Each question is still a request of its own.
 *
 * <p>For stores that are not Amazon's, with the bucket in the path: where Amazon's buckets are depends on more than
 * this knows, and a network lies between. Thread-safe.
 */
final class S3Heads implements AutoCloseable {
    private static final String SERVICE = "s3";
    private static final Duration SIGNED_FOR = Duration.ofSeconds(30);
    private static final int MOST_SIGNED = 256;

    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final URI bucket;
    private final String region;
    private final Cache<Question, HttpExecuteRequest> signed = Caffeine.newBuilder()
            .maximumSize(MOST_SIGNED)
            .expireAfterWrite(SIGNED_FOR)
            .build();
    private volatile Moment last = new Moment("", Instant.EPOCH);

    private S3Heads(SdkHttpClient http, AwsCredentialsProvider credentials, URI bucket, String region) {
        this.http = http;
        this.credentials = credentials;
        this.bucket = bucket;
        this.region = region;
    }

    /** Empty for a store that the SDK's client alone is to ask. */
    static Optional<S3Heads> of(S3Settings settings, AwsCredentialsProvider credentials, int connections) {
        S3Endpoint endpoint = settings.endpoint();
        URI url = endpoint.url();
        if (url == null || !endpoint.pathStyle()) {
            return Optional.empty();
        }
        Duration patience = settings.timeouts().attemptAtQuestion();
        SdkHttpClient http = Apache5HttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(patience)
                .connectionAcquisitionTimeout(patience)
                .socketTimeout(patience)
                .build();
        String region = Optional.ofNullable(endpoint.region()).orElse(S3Store.OTHER_REGION);
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        return Optional.of(new S3Heads(http, credentials, url.resolve(path + "/" + settings.bucket() + "/"), region));
    }

    /** Which object is asked for, and by whom. */
    private record Question(String path, AwsCredentialsIdentity by) {}

    /** A time and how a header had it: most answers are about an object that was asked for before. */
    private record Moment(String text, Instant time) {}

    /**
     * What a plain answer says.
     *
     * @param etag as the header has it
     */
    record Head(long size, String etag, Instant modified) {}

    /** Empty unless the store says that the object is there; then it says nothing about the object. */
    Optional<Head> ask(String path) {
        try {
            Question question = new Question(path, credentials.resolveCredentials());
            ExecutableHttpRequest call = http.prepareRequest(signed.get(question, this::sign));
            return head(call.call().httpResponse());
        } catch (IOException | SdkException | DateTimeParseException | NumberFormatException notPlain) {
            return Optional.empty();
        }
    }

    private HttpExecuteRequest sign(Question question) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.HEAD)
                .uri(bucket)
                .encodedPath(bucket.getRawPath() + SdkHttpUtils.urlEncodeIgnoreSlashes(question.path))
                .build();
        SdkHttpRequest complete = signer.sign(r -> r.identity(question.by)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
        return HttpExecuteRequest.builder().request(complete).build();
    }

    private Optional<Head> head(SdkHttpResponse answer) {
        Optional<String> size = answer.firstMatchingHeader("Content-Length");
        Optional<String> etag = answer.firstMatchingHeader("ETag");
        Optional<String> modified = answer.firstMatchingHeader("Last-Modified");
        if (answer.statusCode() != 200 || size.isEmpty() || etag.isEmpty() || modified.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Head(Long.parseLong(size.get()), etag.get(), time(modified.get())));
    }

    private Instant time(String text) {
        Moment known = last;
        if (!known.text.equals(text)) {
            known = new Moment(text, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            last = known;
        }
        return known.time;
    }

    @Override
    public void close() {
        http.close();
    }
}
