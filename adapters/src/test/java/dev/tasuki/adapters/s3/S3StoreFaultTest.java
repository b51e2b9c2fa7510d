package dev.tasuki.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The store's manners when the network or the service misbehaves, against a real S3 server. */
final class S3StoreFaultTest {
    private static final String BUCKET = "faults";
    private static final int PART = 5 << 20;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final S3Timeouts PATIENT = new S3Timeouts(Duration.ofSeconds(10), LONG, LONG, LONG, LONG);
    private static final S3Timeouts IMPATIENT = new S3Timeouts(
            Duration.ofMillis(500), Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(2), LONG);

    private static S3Server server;
    private static S3Client plain;

    private FaultyProxy proxy;
    private S3Store store;

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start(BUCKET);
        plain = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    @AfterAll
    static void stopServer() {
        plain.close();
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        proxy = new FaultyProxy(server.endpoint());
        store = store(BUCKET, PATIENT, credentials());
    }

    @AfterEach
    void disconnect() throws IOException {
        store.close();
        proxy.close();
    }

    @Test
    void aPassingFailureIsRepeated() throws IOException {
        proxy.once("PUT", "again", new Fault.Answer(503, "SlowDown"));
        proxy.once("PUT", "again", new Fault.Reset());
        store.put("again/x", bytes(3));
        assertThat(proxy.requests("PUT", "again")).hasSize(3);

        proxy.once("GET", "again", new Fault.Answer(500, "InternalError"));
        try (ObjectReader reader = store.open("again/x")) {
            assertThat(reader.content().readAllBytes()).hasSize(3);
        }
    }

    @Test
    void aLastingOneBecomesARefusalThatSaysWhatToDo() {
        proxy.forGood("HEAD", "slow", new Fault.Answer(503, "SlowDown"));
        assertThat(refusal(() -> store.stat("slow")))
                .contains("503")
                .contains(proxy.endpoint().toString());
        proxy.forGood("GET", "slow", new Fault.Answer(503, "SlowDown"));
        assertThat(refusal(() -> store.open("slow"))).contains("fewer requests");
        proxy.forGood("GET", "broken", new Fault.Answer(500, "InternalError"));
        assertThat(refusal(() -> store.open("broken"))).contains("error of its own (500 InternalError)");
        assertThat(proxy.requests("GET", "broken")).hasSize(3);
    }

    @Test
    void whatWillNotPassIsNotRepeated() {
        proxy.forGood("GET", "secret", new Fault.Answer(403, "AccessDenied"));
        assertThat(refusal(() -> store.open("secret")))
                .contains("denies access")
                .contains("s3:GetObject");
        assertThat(proxy.requests("GET", "secret")).hasSize(1);
        proxy.forGood("GET", "moved", new Fault.Answer(301, "PermanentRedirect"));
        assertThat(refusal(() -> store.open("moved"))).contains("AWS_REGION");
        proxy.forGood("GET", "clock", new Fault.Answer(403, "RequestTimeTooSkewed"));
        assertThat(refusal(() -> store.open("clock"))).contains("clock");
        proxy.forGood("GET", "odd", new Fault.Answer(400, "InvalidRequest"));
        assertThat(refusal(() -> store.open("odd"))).contains("400 InvalidRequest");
    }

    @Test
    void aSilentStoreIsGivenUp() {
        proxy.forGood("GET", "silent", new Fault.Silence());
        try (S3Store impatient = store(BUCKET, IMPATIENT, credentials())) {
            assertThat(refusal(() -> impatient.open("silent"))).contains("no answer in time");
        }
    }

    @Test
    void aQuestionWithoutAPlainAnswerIsAskedOnceMore() throws IOException {
        StoredObject put = store.put("asked", bytes(5));
        for (Fault fault : List.of(
                new Fault.Answer(503, "SlowDown"),
                new Fault.Answer(301, "PermanentRedirect"),
                new Fault.Reset(),
                new Fault.LostAnswer())) {
            proxy.once("HEAD", "asked", fault);
            int before = proxy.requests("HEAD", "asked").size();
            assertThat(store.stat("asked")).as(fault.toString()).contains(put);
            assertThat(proxy.requests("HEAD", "asked")).as(fault.toString()).hasSize(before + 2);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aQuestionWaitsLessLongThanATransfer() {
        proxy.forGood("HEAD", "silent", new Fault.Silence());
        Duration day = Duration.ofDays(1);
        S3Timeouts curious = new S3Timeouts(day, day, day, day, Duration.ofSeconds(1));
        try (S3Store asking = store(BUCKET, curious, credentials())) {
            assertThat(refusal(() -> asking.stat("silent"))).contains("no answer in time");
        }
    }

    @Test
    void aStoreThatIsNotThereIsNamed() throws IOException {
        URI nowhere;
        try (ServerSocket closed = new ServerSocket(0)) {
            nowhere = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
        S3Settings settings = settings(BUCKET, nowhere, PATIENT);
        try (S3Store absent = S3Store.connect(settings, credentials())) {
            assertThat(refusal(() -> absent.list("")))
                    .contains("does not accept connections")
                    .contains(nowhere.toString());
        }
        // No name has more than 63 letters between two dots, so no name server is asked.
        S3Settings misspelt = settings(BUCKET, URI.create("http://" + "s".repeat(64) + ".test:9000"), PATIENT);
        try (S3Store absent = S3Store.connect(misspelt, credentials())) {
            assertThat(refusal(() -> absent.list(""))).contains("unknown").contains("AWS_ENDPOINT_URL");
        }
    }

    @Test
    void aMissingBucketIsNoMissingObject() {
        try (S3Store other = store("no-such-bucket", PATIENT, credentials())) {
            for (ThrowingCallable call : new ThrowingCallable[] {
                () -> other.stat("x"),
                () -> other.open("x"),
                () -> other.list(""),
                () -> other.delete("x"),
                () -> other.put("x", bytes(1)),
                () -> other.put("x", bytes(PART))
            }) {
                assertThat(refusal(call)).contains("\"no-such-bucket\" does not exist");
            }
        }
    }

    @Test
    void wrongAndAbsentCredentialsAreToldApart() {
        AwsCredentialsProvider wrong =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(server.accessKey(), "not-the-secret"));
        try (S3Store refused = store(BUCKET, PATIENT, wrong)) {
            assertThat(refusal(() -> refused.list("")))
                    .contains("refuses the credentials (SignatureDoesNotMatch)")
                    .doesNotContain("not-the-secret");
        }
        AwsCredentialsProvider none = AwsCredentialsProviderChain.of(() -> {
            throw new IllegalStateException("nothing here");
        });
        try (S3Store nobody = store(BUCKET, PATIENT, none)) {
            assertThat(refusal(() -> nobody.list("")))
                    .contains("No credentials")
                    .contains("AWS_ACCESS_KEY_ID");
        }
    }

    @Test
    void aFailedPartLeavesTheOldObjectAndNoParts() throws IOException {
        store.put("keep", bytes(10));
        proxy.forGood("PUT", "partNumber=3", new Fault.Answer(503, "ServiceUnavailable"));
        assertThat(refusal(() -> store.put("keep", bytes(3 * PART)))).contains("503");
        assertThat(proxy.requests("PUT", "partNumber=3")).hasSize(3);
        assertThat(read("keep")).isEqualTo(bytes(10).readAllBytes());
        assertNoPartsLeft();
    }

    @Test
    void aStreamThatBreaksIsPassedOnAndLeavesNoParts() throws IOException {
        IOException broken = new IOException("the disk went away");
        assertThatThrownBy(() -> store.put("broken", bytesThen(PART + 1, broken)))
                .isSameAs(broken);
        IllegalStateException bug = new IllegalStateException("not a number");
        assertThatThrownBy(() -> store.put("broken", bytesThen(2 * PART, bug))).isSameAs(bug);
        assertThat(store.stat("broken")).isEmpty();
        assertNoPartsLeft();
    }

    @Test
    void anUploadWhoseLastAnswerGotLostIsDone() throws IOException {
        proxy.once("POST", "uploadId=", new Fault.LostAnswer());
        StoredObject put = store.put("lost-answer", bytes(PART + 7));
        assertThat(put.size()).isEqualTo(PART + 7);
        assertThat(proxy.requests("POST", "uploadId=")).hasSize(2);
        assertThat(store.stat("lost-answer")).contains(put);
    }

    @Test
    void damageOnTheWayIsNoticed() throws IOException {
        proxy.forGood("PUT", "damaged", new Fault.Damage());
        assertThat(refusal(() -> store.put("damaged", bytes(1000)))).contains("damaged on their way");
        assertThat(store.stat("damaged")).isEmpty();
    }

    @Test
    void aReadThatBreaksGoesOnWhereItWas() throws IOException {
        byte[] all = bytes(300_000).readAllBytes();
        store.put("long", new ByteArrayInputStream(all));
        proxy.once("GET", "long", new Fault.CutBody(100_000));
        proxy.once("GET", "long", new Fault.CutBody(50_000));
        assertThat(read("long")).isEqualTo(all);
        assertThat(proxy.requests("GET", "long"))
                .extracting(r -> r.header("range").orElse("all"))
                .containsExactly("all", "bytes=100000-", "bytes=150000-");
        assertThat(proxy.requests("GET", "long").getLast().header("if-match")).isPresent();
    }

    @Test
    void aReadNeverMixesTwoVersions() throws IOException {
        store.put("changing", bytes(200_000));
        proxy.once("GET", "changing", new Fault.CutBody(1_000));
        try (ObjectReader reader = store.open("changing")) {
            reader.content().readNBytes(500);
            store.put("changing", new ByteArrayInputStream(new byte[200_000]));
            assertThatThrownBy(() -> reader.content().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("replaced");
        }
    }

    @Test
    void anEndlessFailureOfAReadEnds() throws IOException {
        store.put("cursed", bytes(1_000));
        proxy.forGood("GET", "cursed", new Fault.CutBody(0));
        try (ObjectReader reader = store.open("cursed")) {
            assertThatThrownBy(() -> reader.content().readAllBytes()).hasMessageContaining("at byte 0 of 1,000");
        }
    }

    @Test
    void anAbsentObjectIsNotFound() {
        NotFound refusal = catchThrowableOfType(NotFound.class, () -> store.open("absent"));
        assertThat(refusal.code()).isEqualTo(RefusalCode.OBJECT_NOT_FOUND);
        assertThat(refusal.detail()).contains("\"absent\"");
        assertThat(store.stat("absent")).isEmpty();
    }

    private String refusal(ThrowingCallable call) {
        Unavailable refusal = catchThrowableOfType(Unavailable.class, call);
        assertThat(refusal).as("the refusal").isNotNull();
        assertThat(refusal.code()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
        return refusal.detail();
    }

    private byte[] read(String key) throws IOException {
        try (ObjectReader reader = store.open(key)) {
            return reader.content().readAllBytes();
        }
    }

    private static void assertNoPartsLeft() {
        assertThat(plain.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).isEmpty();
    }

    private static InputStream bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return new ByteArrayInputStream(bytes);
    }

    private static InputStream bytesThen(int count, Exception failure) {
        return new SequenceInputStream(bytes(count), new InputStream() {
            @Override
            public int read() throws IOException {
                switch (failure) {
                    case IOException e -> throw e;
                    case RuntimeException e -> throw e;
                    default -> throw new AssertionError(failure);
                }
            }
        });
    }

    private S3Store store(String bucket, S3Timeouts timeouts, AwsCredentialsProvider credentials) {
        return S3Store.connect(settings(bucket, proxy.endpoint(), timeouts), credentials);
    }

    private static S3Settings settings(String bucket, URI endpoint, S3Timeouts timeouts) {
        return new S3Settings(bucket, "", new S3Endpoint(endpoint, null, true), timeouts, PART);
    }

    private static AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(server.accessKey(), server.secretKey()));
    }
}
