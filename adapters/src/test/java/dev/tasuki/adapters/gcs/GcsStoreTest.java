package dev.tasuki.adapters.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.ObjectStoreContract;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.testservers.GcsFault.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract over a stub of Google Cloud Storage, each test below a prefix of its own. */
final class GcsStoreTest extends ObjectStoreContract {
    private static GcsRig rig;

    @BeforeAll
    static void startServer() {
        rig = new GcsRig();
    }

    @AfterAll
    static void stopServer() {
        rig.close();
    }

    @Override
    protected Fixture<ObjectStore> open() {
        return new Prefix("run-" + UUID.randomUUID() + "/");
    }

    @Test
    void aListHasAsManyPagesAsItTakes() {
        try (Prefix prefix = new Prefix("many/")) {
            List<String> keys =
                    IntStream.range(0, 2_005).mapToObj("k%04d"::formatted).toList();
            keys.forEach(key -> rig.server.place("many/" + key, new byte[1], true));
            rig.server.forget();
            assertThat(prefix.port().list("")).extracting(StoredObject::key).containsExactlyElementsOf(keys);
            assertThat(rig.server.seen()).containsExactly(Step.TOKEN, Step.LIST, Step.LIST, Step.LIST);
            assertThat(prefix.port().list("k12")).hasSize(100);
        }
    }

    @Test
    void whatOtherProgramsLeaveInTheFolderIsNotListed() throws IOException {
        try (Prefix prefix = new Prefix("foreign/")) {
            for (String path : List.of("foreign/folder/", "foreign/.hidden", "elsewhere")) {
                rig.server.place(path, new byte[0], true);
            }
            StoredObject ours = prefix.port().put("folder/ours", new ByteArrayInputStream(new byte[3]));
            assertThat(prefix.port().list("")).containsExactly(ours);
            assertThat(rig.server.names()).contains("foreign/folder/ours");
        }
    }

    /** Google keeps no MD5 of what another program composed of several objects. */
    @Test
    void aComposedObjectHasItsCrcAsEtag() throws IOException {
        try (Prefix prefix = new Prefix("composed/")) {
            rig.server.place("composed/a", new byte[] {1, 2, 3}, false);
            StoredObject first = prefix.port().stat("a").orElseThrow();
            assertThat(first.etag()).matches("crc32c-[0-9a-f]{8}-3");
            try (ObjectStore.ObjectReader reader = prefix.port().open("a")) {
                assertThat(reader.object()).isEqualTo(first);
                assertThat(reader.content().readAllBytes()).containsExactly(1, 2, 3);
            }
            rig.server.place("composed/a", new byte[] {1, 2, 4}, false);
            assertThat(prefix.port().stat("a").orElseThrow().etag()).isNotEqualTo(first.etag());
        }
    }

    /** A store in a folder of the bucket. */
    private static final class Prefix implements Fixture<ObjectStore> {
        private final GcsStore store;
        private final GcsStore another;

        Prefix(String prefix) {
            store = rig.store(prefix);
            another = rig.store(prefix);
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
            rig.clock.advance(time);
        }

        @Override
        public void close() {
            store.list("").forEach(object -> store.delete(object.key()));
            store.close();
            another.close();
        }
    }
}
