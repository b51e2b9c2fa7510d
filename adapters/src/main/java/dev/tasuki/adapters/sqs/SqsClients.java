package dev.tasuki.adapters.sqs;

import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The SDK's clients: one for calls that are answered at once and repeated by the SDK's standard rules, one for polls,
 * which wait at the server and are repeated by their reader. The network is first touched by the first call. Safe for
 * any number of threads.
 */
final class SqsClients implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 128;
    private static final int MAX_POLLS = 1_024;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration AFTER_POLL = Duration.ofSeconds(5);

    private final SqsSettings settings;
    private final SqsErrors errors;
    private final SqsMetrics metrics = new SqsMetrics();
    private final SqsClient calls;
    private final SqsClient polls;

    private SqsClients(SqsSettings settings, AwsCredentialsProvider credentials) {
        this.settings = settings;
        this.errors = new SqsErrors(settings);
        this.calls = client(credentials, MAX_CONNECTIONS, CALL, AwsRetryStrategy.standardRetryStrategy());
        this.polls = client(
                credentials, MAX_POLLS, settings.timing().poll().plus(AFTER_POLL), AwsRetryStrategy.doNotRetry());
    }

    /**
     * With the credentials of the default chain.
     *
     * @throws dev.tasuki.core.task.Unavailable if no region is known
     */
    static SqsClients connect(SqsSettings settings) {
        return connect(settings, DefaultCredentialsProvider.builder().build());
    }

    static SqsClients connect(SqsSettings settings, AwsCredentialsProvider credentials) {
        try {
            return new SqsClients(settings, credentials);
        } catch (SdkException e) {
            throw new SqsErrors(settings).translate(e, Action.FIND, settings.prefix());
        }
    }

    private SqsClient client(
            AwsCredentialsProvider credentials, int connections, Duration patience, RetryStrategy retries) {
        SqsClientBuilder builder = SqsClient.builder()
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(connections)
                        .connectionTimeout(CONNECT)
                        .socketTimeout(patience))
                .overrideConfiguration(o -> o.retryStrategy(retries).apiCallTimeout(patience));
        if (settings.place().endpoint() != null) {
            builder.endpointOverride(settings.place().endpoint()).region(Region.US_EAST_1);
        }
        if (settings.place().region() != null) {
            builder.region(Region.of(settings.place().region()));
        }
        return builder.build();
    }

    SqsSettings settings() {
        return settings;
    }

    SqsErrors errors() {
        return errors;
    }

    SqsMetrics metrics() {
        return metrics;
    }

    /** For everything but polls. */
    SqsClient calls() {
        return calls;
    }

    /** For polls, which are cut off by an interrupt of their thread. */
    SqsClient polls() {
        return polls;
    }

    /** Makes a call, counts it, and throws a refusal in place of what the SDK throws. */
    <T> T call(Action action, String queue, Supplier<T> call) {
        boolean well = false;
        try {
            T answer = call.get();
            well = true;
            return answer;
        } catch (SdkException e) {
            if (SqsErrors.throttled(e)) {
                metrics.happened(SqsMetrics.Event.THROTTLED);
            }
            throw errors.translate(e, action, queue);
        } finally {
            metrics.called(action, well);
        }
    }

    @Override
    public void close() {
        calls.close();
        polls.close();
    }
}
