package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RevokedIdsTest {
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final RevokedIds ids = new RevokedIds((InstantSource) () -> now);

    @Test
    @Tag("bound:revoked_ids")
    void theOldestAreForgottenWhenThereAreTooMany() {
        for (int i = 0; i < Limits.REVOKED_IDS.intValue(); i++) {
            ids.add("id-" + i);
        }
        assertThat(ids.contains("id-0")).isTrue();
        ids.add("one more");
        assertThat(ids.contains("id-0")).isFalse();
        assertThat(ids.contains("id-1")).isTrue();
        assertThat(ids.all()).hasSize(Limits.REVOKED_IDS.intValue()).endsWith("one more");
    }

    @Test
    void anIdIsForgottenAfterThreeHours() {
        ids.add("first");
        now = now.plus(Duration.ofHours(3));
        assertThat(ids.contains("first")).isTrue();
        now = now.plusMillis(1);
        assertThat(ids.contains("first")).isFalse();
        ids.add("second");
        assertThat(ids.all()).containsExactly("second");
    }

    @Test
    void addedAgainItIsYoungAgain() {
        ids.add("first");
        now = now.plus(Duration.ofHours(2));
        ids.add("first");
        now = now.plus(Duration.ofHours(2));
        assertThat(ids.contains("first")).isTrue();
        assertThat(ids.times()).containsOnlyKeys("first");
    }
}
