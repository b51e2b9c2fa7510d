package dev.tasuki.adapters.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tasuki.contracts.Together;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.GcsFault;
import dev.tasuki.testservers.GcsFault.Kind;
import dev.tasuki.testservers.GcsFault.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Credentials of three kinds, and what is said of those that do not serve. */
final class GoogleTokensTest {
    private GcsRig rig;

    @BeforeEach
    void start() {
        rig = new GcsRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aServiceAccountSignsForItsToken() {
        try (GcsStore store = rig.store(rig.key())) {
            assertThat(store.list("")).isEmpty();
            assertThat(store.standing())
                    .startsWith("service account tasuki@project.iam.gserviceaccount.com from ")
                    .contains("key.json (GOOGLE_APPLICATION_CREDENTIALS)")
                    .endsWith("until 2026-11-28T11:00:00Z");
        }
    }

    @Test
    void aPersonsLoginIsRefreshed() throws IOException {
        Path file = rig.server.tokens().loginFile(rig.folder);
        try (GcsStore store = rig.store(new CredentialSources(null, file, rig.server.endpoint()))) {
            assertThat(store.list("")).isEmpty();
            assertThat(store.standing()).startsWith("a user's login from ").contains("(gcloud's)");
        }
    }

    @Test
    void aMachineAsksItsMetadataServerIfThereIsNoFile() {
        Path none = rig.folder.resolve("none");
        try (GcsStore store = rig.store(new CredentialSources(null, none, rig.server.endpoint()))) {
            assertThat(store.list("")).isEmpty();
            assertThat(store.standing()).startsWith("this machine's service account");
            assertThat(rig.server.seen()).containsExactly(Step.MACHINE, Step.LIST);
        }
    }

    @Test
    void anonymousAsksForNoToken() {
        GcsSettings settings =
                new GcsSettings(GcsRig.BUCKET, "", rig.server.anonymous().endpoint(), true, null);
        try (GcsStore store = GcsStore.connect(settings, rig.parts(rig.file(rig.folder.resolve("none"))))) {
            assertThat(store.list("")).isEmpty();
            assertThat(store.standing()).isEqualTo("none: anonymous=true");
        }
    }

    @Test
    void variablesNameTheFiles() {
        assertThat(CredentialSources.of(Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/k.json", "HOME", "/home/u")))
                .isEqualTo(new CredentialSources(
                        Path.of("/k.json"),
                        Path.of("/home/u/.config/gcloud/application_default_credentials.json"),
                        CredentialSources.METADATA));
        assertThat(CredentialSources.of(Map.of("CLOUDSDK_CONFIG", "/c", "HOME", "/home/u"))
                        .gcloud())
                .isEqualTo(Path.of("/c/application_default_credentials.json"));
        assertThat(CredentialSources.of(Map.of("GOOGLE_APPLICATION_CREDENTIALS", " ")))
                .isEqualTo(new CredentialSources(null, null, CredentialSources.METADATA));
    }

    @Test
    void aTokenIsRenewedFiveMinutesEarly() {
        try (GcsStore store = rig.store(rig.key())) {
            store.list("");
            rig.clock.advance(Duration.ofMinutes(55).minusSeconds(1));
            store.list("");
            assertThat(rig.server.tokens().issued()).isEqualTo(1);
            rig.clock.advance(Duration.ofSeconds(1));
            store.list("");
            assertThat(rig.server.tokens().issued()).isEqualTo(2);
        }
    }

    @Test
    void aShortTokenIsRenewedAtHalfTime() {
        rig.server.tokens().lasting(Duration.ofMinutes(4));
        try (GcsStore store = rig.store(rig.key())) {
            store.list("");
            rig.clock.advance(Duration.ofSeconds(119));
            store.list("");
            assertThat(rig.server.tokens().issued()).isEqualTo(1);
            rig.clock.advance(Duration.ofSeconds(1));
            store.list("");
            assertThat(rig.server.tokens().issued()).isEqualTo(2);
        }
    }

    @Test
    void oneAsksAndTheOthersWait() throws Exception {
        try (GcsStore store = rig.store(rig.key())) {
            List<Integer> found = Together.run(8, i -> () -> store.list("").size());
            assertThat(found).containsOnly(0);
            assertThat(rig.server.tokens().issued()).isEqualTo(1);
        }
    }

    @Test
    void whileThereIsNoNewOneTheOldOneServes() {
        try (GcsStore store = rig.store(rig.key())) {
            store.list("");
            rig.clock.advance(Duration.ofMinutes(56));
            rig.server.next(
                    GcsFault.of(Step.TOKEN, Kind.CUT),
                    GcsFault.of(Step.TOKEN, Kind.CUT),
                    GcsFault.of(Step.TOKEN, Kind.CUT));
            store.list("");
            store.list("");
            assertThat(count(Step.TOKEN)).as("nobody asks again for 5 seconds").isEqualTo(4);
            rig.clock.advance(Duration.ofSeconds(5));
            store.list("");
            assertThat(rig.server.tokens().issued()).isEqualTo(2);
        }
    }

    @Test
    void aRefusedTokenIsReplacedOnce() {
        try (GcsStore store = rig.store(rig.key())) {
            store.list("");
            rig.server.tokens().revoke();
            store.list("");
            assertThat(rig.server.tokens().issued()).isEqualTo(2);
            rig.server.next(
                    GcsFault.status(Step.LIST, 401, "Invalid Credentials"),
                    GcsFault.status(Step.LIST, 401, "Invalid Credentials"));
            assertThat(refusal(store)).contains("refuses the credentials");
            assertThat(rig.server.tokens().issued()).isEqualTo(3);
        }
    }

    @Test
    void aWrongKeyIsToldSo() throws IOException {
        Path file = rig.server.tokens().wrongKeyFile(rig.folder);
        try (GcsStore store = rig.store(rig.file(file))) {
            assertThat(refusal(store)).contains("its signature does not fit; make a new key", file.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"PT2H", "PT-2H"})
    void aWrongClockIsToldSo(Duration off) {
        rig.clock.advance(off);
        MovableClock here = new MovableClock();
        GcsClient.Parts parts =
                new GcsClient.Parts(rig.key(), here, GcsTimeouts.DEFAULT, new Retries(Retries.TRIES, rig.pauses::add));
        try (GcsStore store = GcsStore.connect(rig.settings(""), parts)) {
            assertThat(refusal(store))
                    .isEqualTo("The clock of this machine differs too much from that of Google; set it.");
        }
    }

    @Test
    void aMissingFileIsToldSo() {
        try (GcsStore store = rig.store(rig.file(rig.folder.resolve("none.json")))) {
            assertThat(refusal(store)).contains("none.json (GOOGLE_APPLICATION_CREDENTIALS) are not there");
            assertThat(rig.server.seen()).as("nothing else is asked").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"external_account\"} | kind \"external_account\"",
                "{\"type\": \"impersonated_service_account\"} | metadata server gives tokens",
                "{} | HMAC key through the S3 interface",
                "[] | kind \"\"",
                "{\"type\": | are no JSON",
                "{\"type\": \"service_account\"} | have no \"client_email\"",
                "{\"type\": \"service_account\", \"client_email\": \"a\", \"private_key\": \"x\"} | no RSA key in PKCS#8",
                "{\"type\": \"authorized_user\", \"client_id\": \"a\", \"client_secret\": \"b\"} | no \"refresh_token\""
            })
    void otherFilesAreRefusedInWords(String content, String words) throws IOException {
        Path file = Files.writeString(rig.folder.resolve("other.json"), content);
        try (GcsStore store = rig.store(rig.file(file))) {
            assertThat(refusal(store)).contains(words, file.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"http://example.com/token", "ftp://localhost/token", "https://user@example.com/token", "%%", "x"})
    void tokensAreAskedForOverHttpsOnly(String uri) throws IOException {
        String text = "{\"type\":\"authorized_user\",\"client_id\":\"a\",\"client_secret\":\"b\","
                + "\"refresh_token\":\"c\",\"token_uri\":\"" + uri + "\"}";
        Path file = Files.writeString(rig.folder.resolve("other.json"), text);
        try (GcsStore store = rig.store(rig.file(file))) {
            assertThat(refusal(store)).contains("must be an https:// URL");
        }
    }

    @Test
    void aLoginThatLapsedIsToldSo() throws IOException {
        Path file = rig.server.tokens().loginFile(rig.folder);
        Files.writeString(file, Files.readString(file).replace("refresh-token-of-a-user", "other"));
        try (GcsStore store = rig.store(rig.file(file))) {
            assertThat(refusal(store)).contains("run: gcloud auth application-default login");
        }
    }

    @Test
    void withoutFileAndMetadataServerTheThreeWaysAreNamed() {
        // The JDK's client repeats some requests by itself that a connection broke under.
        GcsFault cut = GcsFault.of(Step.MACHINE, Kind.CUT);
        GcsFault foreign = GcsFault.answer(Step.MACHINE, 200, "<html>".getBytes(StandardCharsets.UTF_8));
        for (GcsFault fault : List.of(cut, foreign)) {
            rig.server.forget();
            rig.server.next(fault, fault, fault, fault, fault, fault, fault, fault);
            try (GcsStore store = rig.store(new CredentialSources(null, null, rig.server.endpoint()))) {
                assertThat(refusal(store))
                        .contains(
                                "set GOOGLE_APPLICATION_CREDENTIALS", "gcloud auth", "this machine a service account");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"access_token\": \"a b\", \"expires_in\": 3600}",
                "{\"access_token\": \"a\\nb\", \"expires_in\": 3600}",
                "{\"access_token\": \"\", \"expires_in\": 3600}",
                "{\"access_token\": \"a\", \"expires_in\": 0}",
                "{\"access_token\": \"a\"}",
                "{\"access_token\": \"a\", \"expires_in\": 9000000000000000000}",
                "<html>"
            })
    void anAnswerWithoutATokenIsToldSo(String answer) {
        rig.server.next(GcsFault.answer(Step.TOKEN, 200, answer.getBytes()));
        try (GcsStore store = rig.store(rig.key())) {
            assertThat(refusal(store)).contains("holds no token");
        }
    }

    @Test
    void noSecretIsLoggedOrSaid() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        List<String> said = new ArrayList<>();
        try {
            for (Path file : List.of(
                    rig.server.tokens().keyFile(rig.folder), rig.server.tokens().loginFile(rig.folder))) {
                try (GcsStore store = rig.store(rig.file(file))) {
                    store.put("a", new ByteArrayInputStream(new byte[GcsUpload.PIECE + 1]));
                    rig.server.next(GcsFault.of(Step.PIECE, Kind.KEEP, 0), GcsFault.status(Step.LIST, 401, ""));
                    store.put("a", new ByteArrayInputStream(new byte[GcsUpload.PIECE + 1]));
                    store.list("");
                    said.add(store.standing());
                    rig.server.next(GcsFault.status(Step.LIST, 401, ""), GcsFault.status(Step.LIST, 401, ""));
                    said.add(refusal(store));
                    rig.clock.advance(Duration.ofHours(2));
                    rig.server.next(GcsFault.answer(Step.TOKEN, 400, "{\"error\":\"x y\"}".getBytes()));
                    said.add(refusal(store));
                }
            }
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
        log.list.forEach(event -> said.add(event.getFormattedMessage() + event.getThrowableProxy()));
        assertThat(said).hasSizeGreaterThan(6);
        String all = String.join("\n", said);
        rig.server.tokens().secrets().forEach(secret -> assertThat(all).doesNotContain(secret));
        assertThat(all).doesNotContain("Bearer", "upload_id", "assertion");
    }

    @Test
    void anEndpointThatWouldCarryATokenInTheClearIsRefused() {
        URI plain = URI.create("http://example.com");
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> new GcsSettings(GcsRig.BUCKET, "", plain, false, null)))
                .hasMessageContaining("over a plain connection");
        assertThat(new GcsSettings(GcsRig.BUCKET, "", plain, true, null).place())
                .isEqualTo("http://example.com");
    }

    private long count(Step step) {
        return rig.server.seen().stream().filter(step::equals).count();
    }

    private static String refusal(GcsStore store) {
        return catchThrowableOfType(Unavailable.class, () -> store.list("")).detail();
    }
}
