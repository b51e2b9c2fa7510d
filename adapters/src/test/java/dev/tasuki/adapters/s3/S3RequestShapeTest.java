package dev.tasuki.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.testservers.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * What goes over the wire to a store that is not Amazon's. Google Cloud Storage's S3 interface and
 * many others refuse bodies in aws-chunked encoding, trailing checksums and deletes of several
 * objects at once; Content-MD5, which they check, is all an upload needs.
 */
final class S3RequestShapeTest {
    private static S3Server server;

    private FaultyProxy proxy;
    private S3Store store;
    private AwsBasicCredentials who;

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start("shape");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        proxy = new FaultyProxy(server.endpoint());
        S3Settings settings = S3Settings.parse(
                "s3://shape/a/prefix?region=auto&part_size_mib=5",
                Map.of("AWS_ENDPOINT_URL", proxy.endpoint().toString()));
        who = AwsBasicCredentials.create(server.accessKey(), server.secretKey());
        store = S3Store.connect(settings, () -> who);
    }

    @AfterEach
    void disconnect() throws IOException {
        store.close();
        proxy.close();
    }

    @Test
    void aSmallUploadIsOnePlainRequest() throws Exception {
        byte[] bytes = "age,target\n1,2\n".getBytes(StandardCharsets.UTF_8);
        store.put("datasets/d.csv", new ByteArrayInputStream(bytes));
        FaultyProxy.Request put = only("PUT", "/shape/a/prefix/datasets/d.csv");
        assertPlain(put);
        assertThat(put.header("content-length")).contains("15");
        assertThat(put.header("content-md5")).contains(md5(bytes));
    }

    @Test
    void aLargeUploadIsInPlainParts() throws Exception {
        byte[] bytes = new byte[(5 << 20) + 11];
        store.put("large", new ByteArrayInputStream(bytes));
        assertThat(proxy.requests("POST", "/large?uploads")).hasSize(1);
        List<FaultyProxy.Request> parts = proxy.requests("PUT", "/large?");
        assertThat(parts).hasSize(2).allSatisfy(S3RequestShapeTest::assertPlain);
        assertThat(parts.getLast().header("content-length")).contains("11");
        assertThat(parts.getLast().header("content-md5")).contains(md5(new byte[11]));
        assertPlain(only("POST", "/large?uploadId="));
    }

    @Test
    void otherRequestsUseNothingOfAmazonsAlone() throws Exception {
        store.put("x", new ByteArrayInputStream(new byte[1]));
        try (ObjectReader reader = store.open("x")) {
            assertThat(reader.content().readAllBytes()).hasSize(1);
        }
        store.list("");
        store.delete("x");
        assertThat(proxy.requests()).allSatisfy(S3RequestShapeTest::assertPlain);
        assertThat(only("GET", "/shape/a/prefix/x").header("x-amz-checksum-mode"))
                .isEmpty();
        assertThat(only("GET", "list-type=2").line()).startsWith("GET /shape?");
        assertThat(only("DELETE", "/shape/a/prefix/x").line()).doesNotContain("delete");
    }

    @Test
    void aQuestionAboutAnObjectIsOneRequestWhateverItsKey() throws Exception {
        for (String key : List.of("x", "a b", "50%+1=~(ü)!*'", "deep/er/日本.csv")) {
            StoredObject put = store.put(key, new ByteArrayInputStream(new byte[3]));
            int before = proxy.requests("HEAD", "/shape/a/prefix/").size();

            assertThat(store.stat(key)).contains(put);

            List<FaultyProxy.Request> all = proxy.requests("HEAD", "/shape/a/prefix/");
            assertThat(all).as("HEAD requests for " + key).hasSize(before + 1);
            assertPlain(all.getLast());
            assertThat(all.getLast().header("amz-sdk-invocation-id"))
                    .as("asked in the short way")
                    .isEmpty();
        }
    }

    @Test
    void aSignatureIsUsedAgainByTheSameCredentialsAndEachQuestionIsSent() throws Exception {
        store.put("x", new ByteArrayInputStream(new byte[3]));
        store.stat("x");
        StoredObject other = store.put("x", new ByteArrayInputStream(new byte[4]));

        assertThat(store.stat("x")).contains(other);

        List<String> signatures = signatures();
        assertThat(signatures).hasSizeGreaterThan(2);
        assertThat(signatures.stream().distinct()).hasSize(1);
        who = AwsBasicCredentials.create("somebody", "else");
        assertThatThrownBy(() -> store.stat("x")).isInstanceOf(Refusal.class);
        assertThat(signatures().get(signatures.size())).contains("Credential=somebody/");
    }

    private List<String> signatures() {
        return proxy.requests("HEAD", "/shape/a/prefix/x").stream()
                .map(request -> request.header("authorization").orElseThrow())
                .toList();
    }

    /** Signed for the region that was asked for, and free of what only Amazon understands. */
    private static void assertPlain(FaultyProxy.Request request) {
        assertThat(request.header("authorization").orElseThrow())
                .startsWith("AWS4-HMAC-SHA256")
                .contains("/auto/s3/aws4_request");
        assertThat(request.header("x-amz-content-sha256").orElseThrow()).doesNotContain("STREAMING");
        assertThat(request.headers())
                .noneMatch(h -> h.startsWith("content-encoding:"))
                .noneMatch(h -> h.startsWith("transfer-encoding:"))
                .noneMatch(h -> h.startsWith("x-amz-trailer:"))
                .noneMatch(h -> h.startsWith("x-amz-checksum-"))
                .noneMatch(h -> h.startsWith("x-amz-sdk-checksum-algorithm:"));
    }

    private FaultyProxy.Request only(String method, String part) {
        List<FaultyProxy.Request> found = proxy.requests(method, part);
        assertThat(found).as(method + " " + part).hasSize(1);
        return found.getFirst();
    }

    private static String md5(byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    }
}
