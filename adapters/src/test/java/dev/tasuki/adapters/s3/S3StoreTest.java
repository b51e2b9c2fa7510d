package dev.tasuki.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.ObjectStoreContract;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.testservers.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract over a real S3 server, each test below a prefix of its own. */
final class S3StoreTest extends ObjectStoreContract {
    private static final String BUCKET = "contract";
    private static final int PART = 5 << 20;

    private static S3Server server;

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start(BUCKET);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected Fixture<ObjectStore> open() {
        return new Prefix("run-" + UUID.randomUUID() + "/");
    }

    @Test
    void aListHasAsManyPagesAsItTakes() throws IOException {
        try (Prefix prefix = new Prefix("many/");
                S3Client plain = plain()) {
            List<String> keys =
                    IntStream.range(0, 1_205).mapToObj("k%04d"::formatted).toList();
            keys.forEach(key -> plain.putObject(r -> r.bucket(BUCKET).key("many/" + key), RequestBody.empty()));
            assertThat(prefix.port().list("")).extracting(StoredObject::key).containsExactlyElementsOf(keys);
            assertThat(prefix.port().list("k12")).hasSize(5);
        }
    }

    @Test
    void whatOtherProgramsLeaveInTheFolderIsNotListed() throws IOException {
        try (Prefix prefix = new Prefix("foreign/");
                S3Client plain = plain()) {
            for (String path : List.of("foreign/folder/", "foreign/.hidden", "elsewhere")) {
                plain.putObject(r -> r.bucket(BUCKET).key(path), RequestBody.empty());
            }
            StoredObject ours = prefix.port().put("folder/ours", new ByteArrayInputStream(new byte[3]));
            assertThat(prefix.port().list("")).containsExactly(ours);
            assertThat(plain.headObject(r -> r.bucket(BUCKET).key("foreign/folder/ours"))
                            .contentLength())
                    .isEqualTo(3);
        }
    }

    private static S3Client plain() {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(server.accessKey(), server.secretKey()));
    }

    /** A store in a folder of the bucket. */
    private static final class Prefix implements Fixture<ObjectStore> {
        private final S3Store store;
        private final S3Store another;

        Prefix(String prefix) {
            URI endpoint = server.endpoint();
            S3Settings settings =
                    new S3Settings(BUCKET, prefix, new S3Endpoint(endpoint, null, true), S3Timeouts.DEFAULT, PART);
            store = S3Store.connect(settings, credentials());
            another = S3Store.connect(settings, credentials());
        }

        @Override
        public ObjectStore port() {
            return store;
        }

        @Override
        public Optional<ObjectStore> another() {
            return Optional.of(another);
        }

        @Override
        public void advance(Duration time) {
            throw new TestAbortedException("a store's clock cannot be moved");
        }

        @Override
        public void close() {
            store.list("").forEach(object -> store.delete(object.key()));
            store.close();
            another.close();
        }
    }
}
