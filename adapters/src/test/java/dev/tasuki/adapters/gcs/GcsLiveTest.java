package dev.tasuki.adapters.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Google itself, with the credentials of this machine, in the bucket that the variable names. */
@EnabledIfEnvironmentVariable(named = "TASUKI_GCS_BUCKET", matches = ".+")
final class GcsLiveTest {
    private final GcsSettings settings =
            GcsSettings.parse("gs://" + System.getenv("TASUKI_GCS_BUCKET") + "/live-" + UUID.randomUUID());

    @ParameterizedTest
    @ValueSource(ints = {0, 10, GcsUpload.PIECE, 2 * GcsUpload.PIECE + 1})
    void whatIsPutIsThereUntilItIsDeleted(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        try (GcsStore store = open()) {
            StoredObject put = store.put("folder/a b+%é", new ByteArrayInputStream(content));
            assertThat(store.stat("folder/a b+%é")).contains(put);
            assertThat(store.list("folder/")).containsExactly(put);
            try (ObjectReader reader = store.open("folder/a b+%é")) {
                assertThat(reader.object()).isEqualTo(put);
                assertThat(reader.content().readAllBytes()).isEqualTo(content);
            }
            assertThat(store.delete("folder/a b+%é")).isTrue();
            assertThat(store.delete("folder/a b+%é")).isFalse();
            assertThat(store.stat("folder/a b+%é")).isEmpty();
        }
    }

    @Test
    void credentialsAreFound() {
        try (GcsStore store = open()) {
            assertThat(store.standing()).contains("holds until");
        }
    }

    private GcsStore open() {
        return GcsStore.connect(settings, CredentialSources.of(System.getenv()), InstantSource.system());
    }
}
