package dev.tasuki.adapters.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long Google is waited for. Time passes at once, so nothing here waits. */
final class GcsWaitsTest {
    private static final URI SOMEWHERE = URI.create("https://storage.googleapis.com/x");
    private static final Duration CALL = Duration.ofSeconds(10);

    private GcsRig rig;
    private final AtOnce time = new AtOnce();

    @BeforeEach
    void start() {
        rig = new GcsRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aConnectionHasTwoSecondsAndFollowsNobody() {
        try (HttpClient client = HttpWire.client(GcsTimeouts.DEFAULT, Runnable::run)) {
            assertThat(client.connectTimeout()).hasValue(Duration.ofSeconds(2));
            assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
            assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void anAnswerHasTenSecondsAndThreeTries() {
        HungClient hung = new HungClient(true);
        try (GcsStore store = anonymous(hung)) {
            assertThat(refusal(() -> store.list(""))).contains("gave no answer in time");
            assertThat(hung.waits()).containsExactly(CALL, CALL, CALL);
            assertThat(rig.pauses).hasSize(2);
        }
    }

    @Test
    void theAnswerToContentHasEightSecondsMoreForEachMebibyte() {
        HungClient hung = new HungClient(true);
        try (GcsStore store = anonymous(hung)) {
            assertThat(refusal(() -> store.put("a", new ByteArrayInputStream(new byte[3 << 20]))))
                    .contains("gave no answer in time");
            // The description that goes with the bytes begins a fourth.
            assertThat(hung.waits()).containsOnly(Duration.ofSeconds(10 + 4 * 8));
        }
        HttpRequest piece = GcsRequest.of("PUT", SOMEWHERE)
                .with(BodyPublishers.ofByteArray(new byte[GcsUpload.PIECE]))
                .builder(GcsTimeouts.DEFAULT)
                .build();
        assertThat(piece.timeout()).hasValue(Duration.ofSeconds(74));
    }

    @Test
    void theMetadataServerHasASecondAndOneTry() {
        HungClient hung = new HungClient(true);
        CredentialSources machine = new CredentialSources(null, rig.folder.resolve("none"), CredentialSources.METADATA);
        try (GcsStore store = GcsStore.connect(rig.settings(""), parts(machine, hung))) {
            assertThat(refusal(() -> store.list(""))).contains("No credentials for Google Cloud Storage were found");
            assertThat(hung.waits()).containsExactly(Duration.ofSeconds(1));
        }
    }

    @Test
    void aTokenHasTenSecondsAndThreeTries() {
        HungClient hung = new HungClient(true);
        try (GcsStore store = GcsStore.connect(rig.settings(""), parts(rig.key(), hung))) {
            assertThat(refusal(() -> store.list(""))).contains("gets its tokens, gave no answer; check the network");
            assertThat(hung.waits()).containsExactly(CALL, CALL, CALL);
        }
    }

    @Test
    void noConnectionIsAnotherSentence() {
        try (GcsStore store = anonymous(new HungClient(false))) {
            assertThat(refusal(() -> store.list(""))).contains("does not accept connections");
        }
    }

    @Test
    void eachPieceOfABodyIsWaitedForAnew() throws IOException {
        Granting connection = new Granting();
        try (TimedBody body = new TimedBody(CALL, time)) {
            body.onSubscribe(connection);
            body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})));
            body.onNext(List.of(ByteBuffer.wrap(new byte[] {4})));
            assertThat(body.readNBytes(4)).containsExactly(1, 2, 3, 4);
            assertThat(time.waits).containsExactly(CALL, CALL);

            assertThatThrownBy(body::read)
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("no more of the answer came within 10 s");
            assertThat(connection.cancelled).as("the connection is given up").isTrue();
        }
    }

    @Test
    void theEndOfABodyIsNoWait() throws IOException {
        Granting connection = new Granting();
        try (TimedBody body = new TimedBody(CALL, time)) {
            body.onSubscribe(connection);
            body.onNext(List.of(ByteBuffer.wrap(new byte[] {1})));
            body.onComplete();
            assertThat(body.readAllBytes()).containsExactly(1);
            assertThat(body.read()).isEqualTo(-1);
            assertThat(time.waits).as("the piece, and the end once").hasSize(2);
        }
        assertThat(connection.cancelled)
                .as("the connection is of use to others")
                .isFalse();
    }

    @Test
    void aBrokenBodyBreaksAtOnceAndStaysBroken() {
        Granting connection = new Granting();
        TimedBody body = new TimedBody(CALL, time);
        body.onSubscribe(connection);
        body.onError(new IOException("reset"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(body::read).isInstanceOf(IOException.class).hasMessage("the connection broke");
        }
        body.close();
        assertThat(connection.cancelled).isTrue();
    }

    @Test
    void aBodyThatNobodyReadsIsCancelledWhenItComes() {
        Granting connection = new Granting();
        TimedBody body = new TimedBody(CALL, time);
        body.close();
        body.onSubscribe(connection);
        assertThat(connection.cancelled).isTrue();
        assertThat(connection.granted).isZero();
    }

    /** A server that sends a little now and then would keep a worker for as long as it likes. */
    @Test
    void anAnswerThatTricklesHasTenSecondsInAll() {
        try (HttpWire wire = HttpWire.over(new HungClient(true), GcsTimeouts.DEFAULT, time)) {
            assertThat(catchThrowableOfType(
                            HttpTimeoutException.class,
                            () -> wire.body(trickle(CALL.plusNanos(1)), Limits.GOOGLE_ANSWER)))
                    .hasMessage("the answer took longer than 10 s");
            assertThat(catchThrowableOfType(
                            HttpTimeoutException.class, () -> wire.body(trickle(CALL), Limits.GOOGLE_ANSWER)))
                    .isNull();
        }
    }

    /** An answer of a byte and then another, which comes after this time. */
    private HttpResponse<InputStream> trickle(Duration after) {
        return new Answer(new InputStream() {
            private int sent;

            @Override
            public int read() {
                if (sent == 1) {
                    time.now += after.toNanos();
                }
                return sent++ < 2 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int next = read();
                into[offset] = (byte) next;
                return next < 0 ? -1 : 1;
            }
        });
    }

    private GcsStore anonymous(HungClient client) {
        GcsSettings settings = new GcsSettings(GcsRig.BUCKET, "", rig.server.endpoint(), true, null);
        return GcsStore.connect(settings, parts(rig.key(), client));
    }

    private GcsClient.Parts parts(CredentialSources sources, HungClient client) {
        return new GcsClient.Parts(
                sources,
                rig.clock,
                GcsTimeouts.DEFAULT,
                new Retries(Retries.TRIES, rig.pauses::add),
                HttpWire.over(client, GcsTimeouts.DEFAULT, time));
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(Unavailable.class, call).detail();
    }

    /** Whatever is not there yet does not come. */
    private static final class AtOnce implements WireTime {
        private final List<Duration> waits = new ArrayList<>();
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public <T> T poll(BlockingQueue<T> queue, Duration most) {
            waits.add(most);
            return queue.poll();
        }
    }

    /** A connection that brings what it is asked for. */
    private static final class Granting implements Flow.Subscription {
        private long granted;
        private boolean cancelled;

        @Override
        public void request(long pieces) {
            granted += pieces;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** A good answer with this body. */
    private record Answer(InputStream body) implements HttpResponse<InputStream> {
        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public HttpRequest request() {
            return HttpRequest.newBuilder(SOMEWHERE).build();
        }

        @Override
        public Optional<HttpResponse<InputStream>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(java.util.Map.of(), (name, value) -> true);
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return SOMEWHERE;
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
