package dev.tasuki.adapters.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.GcsFault;
import dev.tasuki.testservers.GcsFault.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is read of others, at its bound and one beyond it. */
final class GcsBoundsTest {
    private GcsRig rig;
    private GcsStore store;

    @BeforeEach
    void start() {
        rig = new GcsRig();
        store = rig.store("");
    }

    @AfterEach
    void stop() {
        store.close();
        rig.close();
    }

    @Test
    @Tag("bound:google_credentials")
    void aFileOfCredentials() throws IOException {
        Path file = rig.server.tokens().keyFile(rig.folder);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, padded(content, Limits.GOOGLE_CREDENTIALS.intValue()));
        assertThat(store.list("")).isEmpty();

        Files.write(file, padded(content, Limits.GOOGLE_CREDENTIALS.intValue() + 1));
        try (GcsStore fresh = rig.store(rig.file(file))) {
            assertThat(refusal(() -> fresh.list(""))).contains("larger than 64 KiB");
        }
    }

    @Test
    @Tag("bound:google_token")
    void anAnswerWithAToken() {
        byte[] token = bytes("{\"access_token\": \"of-nobody\", \"expires_in\": 60}");
        rig.server.anonymous();
        rig.server.next(GcsFault.answer(Step.TOKEN, 200, padded(token, Limits.GOOGLE_TOKEN.intValue())));
        assertThat(store.list("")).isEmpty();

        GcsFault large = GcsFault.answer(Step.TOKEN, 200, padded(token, Limits.GOOGLE_TOKEN.intValue() + 1));
        rig.server.next(large, large, large);
        try (GcsStore fresh = rig.store(rig.key())) {
            assertThat(refusal(() -> fresh.list(""))).contains("gets its tokens, gave no answer");
        }
    }

    @Test
    @Tag("bound:google_answer")
    void aDescriptionAndAnError() {
        byte[] description = bytes("{\"name\":\"a\",\"size\":\"1\",\"generation\":\"1\",\"crc32c\":\"AAAAAA==\","
                + "\"updated\":\"2026-11-28T10:00:00Z\"}");
        int most = Limits.GOOGLE_ANSWER.intValue();
        rig.server.next(GcsFault.answer(Step.DESCRIPTION, 200, padded(description, most)));
        assertThat(store.stat("a")).isPresent();
        rig.server.next(GcsFault.answer(Step.DESCRIPTION, 200, padded(description, most + 1)));
        assertThat(refusal(() -> store.stat("a"))).contains("larger than 64 KiB");

        byte[] error = bytes("{\"error\":{\"errors\":[{\"reason\":\"forbidden\"}],\"message\":\"m\"}}");
        rig.server.next(GcsFault.answer(Step.LIST, 403, padded(error, most)));
        assertThat(refusal(() -> store.list(""))).contains("(forbidden)");
        rig.server.next(GcsFault.answer(Step.LIST, 403, padded(error, most + 1)));
        assertThat(refusal(() -> store.list(""))).contains("larger than 64 KiB");
    }

    @Test
    @Tag("bound:google_page")
    void aPageOfAList() {
        rig.server.next(GcsFault.answer(Step.LIST, 200, padded(bytes("{}"), Limits.GOOGLE_PAGE.intValue())));
        assertThat(store.list("")).isEmpty();
        rig.server.next(GcsFault.answer(Step.LIST, 200, padded(bytes("{}"), Limits.GOOGLE_PAGE.intValue() + 1)));
        assertThat(refusal(() -> store.list(""))).contains("larger than 8 MiB");
    }

    @Test
    void aListThatLeadsToItselfEnds() {
        byte[] page = bytes("{\"nextPageToken\":\"YQ==\"}");
        rig.server.next(GcsFault.answer(Step.LIST, 200, page), GcsFault.answer(Step.LIST, 200, page));
        assertThat(refusal(() -> store.list(""))).contains("back to the same page");
    }

    private static byte[] padded(byte[] content, int length) {
        byte[] padded = Arrays.copyOf(content, length);
        Arrays.fill(padded, content.length, length, (byte) ' ');
        return padded;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(Unavailable.class, call).detail();
    }
}
