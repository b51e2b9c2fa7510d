package dev.tasuki.adapters.sqs;

import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A server and a clock that move forward together, and brokers over them. Each has queues of a prefix of its own. */
final class SqsWorld implements InstantSource {
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    /** Longer than tests move the clock at once, and shorter than the contracts wait for what is in nobody's hands. */
    private static final String PARAMETERS = "?poll=1&visibility=100";

    private final ElasticMqServer server;
    private final AtomicLong aheadMillis = new AtomicLong();

    SqsWorld(ElasticMqServer server) {
        this.server = server;
    }

    /** A prefix that no other test has. */
    static String prefix() {
        return "t" + PREFIXES.incrementAndGet();
    }

    ElasticMqServer server() {
        return server;
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plusMillis(aheadMillis.get());
    }

    /** Moves the clocks of the server and of the brokers. */
    void advance(Duration time) {
        aheadMillis.addAndGet(time.toMillis());
        try {
            server.advance(time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings with further parameters, each beginning with an ampersand. */
    SqsSettings settings(String prefix, String more) {
        return settings(server.endpoint(), prefix, more);
    }

    static SqsSettings settings(URI endpoint, String prefix, String more) {
        return SqsSettings.parse(
                "sqs://" + prefix + PARAMETERS + more,
                Map.of("AWS_ENDPOINT_URL_SQS", endpoint.toString(), "AWS_REGION", ElasticMqServer.REGION));
    }

    static SqsClients clients(SqsSettings settings) {
        return SqsClients.connect(
                settings, StaticCredentialsProvider.create(AwsBasicCredentials.create("anybody", "for-tests")));
    }

    SqsBroker broker(SqsSettings settings, ObjectStore store, Ticker ticker) {
        return broker(clients(settings), store, ticker);
    }

    SqsBroker broker(SqsClients clients, ObjectStore store, Ticker ticker) {
        return new SqsBroker(clients, store, this, new SqsBroker.Rhythm(ticker, Duration.ZERO, Duration.ZERO));
    }
}
