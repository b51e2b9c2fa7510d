package dev.tasuki.adapters.s3;

import dev.tasuki.core.port.ObjectKeys;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The object store in a bucket. The network is first touched by the first call; a call that fails
 * in a way that may pass (connection, time-out, 5xx, "slow down") is repeated by the SDK's standard
 * rules, three attempts with growing random pauses, before it becomes a refusal. Safe for any number
 * of threads.
 */
public final class S3Store implements ObjectStore {
    /** What signatures for a store that is not Amazon's are made out to, unless its region is given. */
    static final String OTHER_REGION = Region.US_EAST_1.id();

    private static final int MAX_CONNECTIONS = 128;

    private final S3Client client;
    private final Optional<S3Heads> heads;
    private final S3Settings settings;
    private final S3Failures failures;
    private final AwsRequestOverrideConfiguration question;
    /** What a question that {@link #heads} got no answer to has left. */
    private final AwsRequestOverrideConfiguration again;

    private volatile boolean bucketSeen;

    private S3Store(S3Client client, Optional<S3Heads> heads, S3Settings settings) {
        this.client = client;
        this.heads = heads;
        this.settings = settings;
        this.failures = new S3Failures(settings);
        Duration patience = settings.timeouts().question();
        Duration attempt = settings.timeouts().attemptAtQuestion();
        this.question = patience(patience, attempt);
        this.again = heads.isPresent() ? patience(patience.minus(attempt), attempt) : question;
    }

    private static AwsRequestOverrideConfiguration patience(Duration call, Duration attempt) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(attempt)
                .apiCallTimeout(call)
                .build();
    }

    /**
     * The store in this bucket, with the credentials of the default chain. Throws
     * {@link dev.tasuki.core.task.Unavailable} if no region is known.
     */
    public static S3Store connect(S3Settings settings) {
        return connect(settings, DefaultCredentialsProvider.builder().build());
    }

    static S3Store connect(S3Settings settings, AwsCredentialsProvider credentials) {
        try {
            return new S3Store(
                    client(settings, credentials), S3Heads.of(settings, credentials, MAX_CONNECTIONS), settings);
        } catch (SdkException e) {
            throw new S3Failures(settings).translate(e, "");
        }
    }

    private static S3Client client(S3Settings settings, AwsCredentialsProvider credentials) {
        S3Timeouts timeouts = settings.timeouts();
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(MAX_CONNECTIONS)
                        .connectionTimeout(timeouts.connect())
                        .socketTimeout(timeouts.read()))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                        .apiCallAttemptTimeout(timeouts.attempt())
                        .apiCallTimeout(timeouts.call()))
                .forcePathStyle(settings.endpoint().pathStyle())
                // Uploads carry Content-MD5, see S3Upload. Trailing checksums and aws-chunked bodies
                // are Amazon's alone.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(s -> s.chunkedEncodingEnabled(false));
        S3Endpoint endpoint = settings.endpoint();
        if (endpoint.url() == null) {
            builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED);
        } else {
            builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .endpointOverride(endpoint.url())
                    .region(Region.of(OTHER_REGION));
        }
        if (endpoint.region() != null) {
            builder.region(Region.of(endpoint.region()));
        }
        return builder.build();
    }

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        String path = path(key);
        S3Upload upload = new S3Upload(client, settings.bucket(), path, settings.partBytes());
        try {
            String etag = upload.run(content);
            Optional<S3Heads.Head> plain = plain(path);
            if (plain.isPresent()) {
                return stored(key, plain.get().size(), etag, plain.get().modified());
            }
            HeadObjectResponse head = head(path, question);
            return stored(key, head.contentLength(), etag, head.lastModified());
        } catch (SdkException e) {
            throw failures.translate(e, key);
        }
    }

    @Override
    public ObjectReader open(String key) {
        String path = path(key);
        return translated(key, () -> {
            S3Download content = new S3Download(client, settings.bucket(), path, failures);
            var response = content.response();
            return new ObjectReader(
                    stored(key, response.contentLength(), response.eTag(), response.lastModified()), content.content());
        });
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        String path = path(key);
        Optional<StoredObject> plain = plain(path).map(head -> stored(key, head.size(), head.etag(), head.modified()));
        if (plain.isPresent()) {
            return plain;
        }
        return translated(key, () -> {
            try {
                HeadObjectResponse head = head(path, again);
                return Optional.of(stored(key, head.contentLength(), head.eTag(), head.lastModified()));
            } catch (NoSuchKeyException e) {
                confirmBucket();
                return Optional.empty();
            }
        });
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return translated(prefix, () -> {
            String start = settings.prefix() + prefix;
            List<StoredObject> found = new ArrayList<>();
            for (S3Object object : client.listObjectsV2Paginator(
                            r -> r.bucket(settings.bucket()).prefix(start))
                    .contents()) {
                String key = object.key().substring(settings.prefix().length());
                if (listed(key, prefix) && object.eTag() != null) {
                    found.add(stored(key, object.size(), object.eTag(), object.lastModified()));
                }
            }
            found.sort(Comparator.comparing(StoredObject::key));
            return found;
        });
    }

    @Override
    public boolean delete(String key) {
        String path = path(key);
        // The protocol's delete does not say whether there was anything.
        boolean there = stat(key).isPresent();
        if (there) {
            translated(
                    key,
                    () -> client.deleteObject(
                            r -> r.bucket(settings.bucket()).key(path).overrideConfiguration(question)));
        }
        return there;
    }

    @Override
    public void close() {
        heads.ifPresent(S3Heads::close);
        client.close();
    }

    private String path(String key) {
        return settings.prefix() + ObjectKeys.check(key);
    }

    /**
     * False for what other programs keep there, such as a folder's mark, and for what a store adds
     * that keeps objects as files and takes {@code a//} for {@code a/}. What has no ETag such a store
     * is still writing.
     */
    private static boolean listed(String key, String prefix) {
        return key.startsWith(prefix) && ObjectKeys.valid(key);
    }

    /** What the short way says, if the object is there; else the long way is to be asked. */
    private Optional<S3Heads.Head> plain(String path) {
        Optional<S3Heads.Head> head = heads.flatMap(quick -> quick.ask(path));
        if (head.isPresent()) {
            bucketSeen = true;
        }
        return head;
    }

    private HeadObjectResponse head(String path, AwsRequestOverrideConfiguration patience) {
        HeadObjectResponse head =
                client.headObject(r -> r.bucket(settings.bucket()).key(path).overrideConfiguration(patience));
        bucketSeen = true;
        return head;
    }

    /** An answer to HEAD has no body, so its 404 does not tell a missing object from a missing bucket. */
    private void confirmBucket() {
        if (!bucketSeen) {
            client.headBucket(r -> r.bucket(settings.bucket()).overrideConfiguration(question));
            bucketSeen = true;
        }
    }

    private <T> T translated(String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw failures.translate(e, key);
        }
    }

    /**
     * Times in whole seconds, as the Last-Modified header has them; lists are finer in some stores.
     * ETags without the quotes that headers put around them; some stores leave them out.
     */
    private static StoredObject stored(String key, long size, String etag, Instant modified) {
        return new StoredObject(key, size, etag.replace("\"", ""), modified.truncatedTo(ChronoUnit.SECONDS));
    }
}
